import { type EditProblem, notPlain } from "../paths/editProblem";
import { forbiddenPath } from "./forbiddenPaths";
import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { badOp, isOp } from "../paths/jsonPatch";
import { formatPointer } from "../paths/jsonPointer";
import { type OverridePath, readOverridePath, splitKey } from "./overridePath";

/**
 * All that can be known to be wrong with the patch operations of one override without the object:
 * structure, op, path, value, the same path twice. Paths of the issues begin with `path`.
 */
export function validateClusterOverrides(overrides: unknown, path: string): Issue[] {
  if (overrides === undefined || overrides === null) return [];
  if (!Array.isArray(overrides)) return [notPlain(path, "a list of patch operations")];
  return validateEach(overrides, path).flat();
}

/** The issues of every operation, in the order of the operations. */
export function validateEach(overrides: readonly unknown[], path: string): Issue[][] {
  const earlier = new Map<string, number>();
  return overrides.map((override, index) => {
    const at = `${path}[${index}]`;
    if (!isPlainObject(override)) return [notPlain(at, "a map with op, path and value")];
    const read = readPath(override.path, `${at}.path`);
    const wrongOp = validateOp(override.op, `${at}.op`);
    if ("issue" in read) return [...wrongOp, read.issue];
    const problems = [
      forbiddenPath(read),
      splitKey(read),
      missingValue(override, read),
      duplicate({ read, earlier, index, path }),
    ].filter((problem) => problem !== undefined);
    return [...wrongOp, ...problems.map((problem) => ({ ...problem, path: `${at}.path` }))];
  });
}

function validateOp(op: unknown, path: string): Issue[] {
  if (op === undefined || op === null || op === "" || isOp(op)) return [];
  return [{ ...badOp(op), path }];
}

function readPath(given: unknown, path: string): OverridePath | { readonly issue: Issue } {
  if (given === undefined || given === null) {
    const message = `every operation needs a path, such as "/spec/replicas"`;
    return { issue: { code: "override-path-syntax", path, message } };
  }
  if (typeof given !== "string") return { issue: notPlain(path, "a JSON pointer") };
  const read = readOverridePath(given);
  return "problem" in read ? { issue: { ...read.problem, path } } : read;
}

/** 2018 insisted on a value; a JSON patch of KubeFed without one sets null, which few people mean. */
function missingValue(
  override: Readonly<Record<string, unknown>>,
  { tokens, form }: OverridePath,
): EditProblem | undefined {
  if (override.value !== undefined || override.op === "remove") return undefined;
  const pointer = formatPointer(tokens);
  if (form === "dotted") {
    return {
      code: "override-value-missing",
      message: `"${tokens.join(".")}" has no value, and a dotted path needs one; to remove the field write op "remove" with path "${pointer}"`,
    };
  }
  return {
    code: "override-value-missing",
    severity: "warning",
    message: `"${pointer}" has no value and becomes null, as in KubeFed; write value null to say so, or op "remove"`,
  };
}

function duplicate(request: {
  readonly read: OverridePath;
  readonly earlier: Map<string, number>;
  readonly index: number;
  readonly path: string;
}): EditProblem | undefined {
  const { read, earlier, index, path } = request;
  const pointer = formatPointer(read.tokens);
  const first = earlier.get(pointer);
  if (first === undefined) {
    earlier.set(pointer, index);
    return undefined;
  }
  const hint = pointer.endsWith("/-")
    ? `to append several items, replace the whole list "${pointer.slice(0, -2)}"`
    : "give each path once";
  return {
    code: "override-duplicate-path",
    message: `"${pointer}" is already overridden by ${path}[${first}]; ${hint}`,
  };
}
