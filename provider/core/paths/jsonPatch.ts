import { badIndex, type EditProblem, missingKey } from "./editProblem";
import {
  type Container,
  type Edited,
  follow,
  indexIn,
  isList,
  rebuild,
  withKey,
  withoutKey,
} from "./documentEdit";
import { errorsOf, type Issue } from "../issue";
import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";
import { formatPointer, unescapeToken } from "./jsonPointer";
import type { ClusterOverride, KubeObject } from "../model";
import { describeKind } from "../plain/valueKind";

/** An object after a patch, or the object itself where the patch cannot be made, and why. */
export interface Patched {
  readonly object: KubeObject;
  readonly issues: readonly Issue[];
}

/**
 * Applies JSON patch operations in order, each to the result of the one before.
 *
 * - All or nothing: if one fails, the object is returned as it came. Every failing operation is
 *   reported, as `[index].path`.
 * - The input is not changed; untouched parts, opaque leaves and values are shared with the result.
 * - `op` is `add`, `remove` or `replace` (the default); a missing value counts as `null`.
 *
 * KubeFed applied patches with evanphx/json-patch v4.12.0; where that differs from RFC 6902, so do we:
 *
 * | operation | result |
 * |---|---|
 * | `replace` of a missing key in an existing map | the key is set |
 * | index `-1`, `00`, `+1` | from the end, 0, 1; with a warning that says which item it is |
 * | `add` at `-1` | appends, like `-` |
 * | `replace` of `""` by a map | another document |
 * | a path without leading slash | what stands before the first slash is ignored |
 *
 * `applyOverrides` refuses the last two; the rest is part of what KubeFed users rely on.
 *
 * @example
 * applyPatch({ spec: { args: ["-v"] } }, [{ op: "add", path: "/spec/args/-", value: "-q" }, { path: "/spec/replicas", value: 3 }]).object
 * //=> { spec: { args: ["-v", "-q"], replicas: 3 } }
 */
export function applyPatch(object: KubeObject, operations: readonly ClusterOverride[]): Patched {
  return applyEach({ object, operations, apply: applyOperation });
}

/** `applyPatch` with another way to make one operation. */
export function applyEach(request: {
  readonly object: KubeObject;
  readonly operations: readonly ClusterOverride[];
  readonly apply: (document: KubeObject, operation: ClusterOverride, index: number) => Edited;
}): Patched {
  const { object, operations, apply } = request;
  const issues: Issue[] = [];
  let document = object;
  for (const [index, operation] of operations.entries()) {
    const edited = apply(document, operation, index);
    const path = `[${index}].path`;
    if ("problem" in edited) {
      issues.push({ ...edited.problem, path });
      continue;
    }
    document = edited.document;
    if (edited.warning !== undefined) issues.push({ ...edited.warning, path });
  }
  return { object: errorsOf(issues).length > 0 ? object : document, issues };
}

/** Makes one operation; see `applyPatch`. */
export function applyOperation(document: KubeObject, operation: ClusterOverride): Edited {
  const op = operation.op || "replace";
  if (!isOp(op)) return { problem: badOp(operation.op) };
  const path = operation.path.split("/").slice(1).map(unescapeToken);
  const value = operation.value === undefined ? null : operation.value;
  if (path.length === 0) return replaceDocument(operation.path, { op, value });
  const change = { path, op, value };
  const trail = follow(document, path);
  if ("problem" in trail) return trail;
  const changed = isList(trail.end) ? changeList(trail.end, change) : changeMap(trail.end, change);
  if ("problem" in changed) return changed;
  const keys = [...trail.steps.map(({ key }) => String(key)), changed.key];
  return { document: rebuild(trail, changed.container), ...readOtherwise(path, keys) };
}

/** The problem of an op that is none. */
export function badOp(op: unknown): EditProblem {
  const came = typeof op === "string" ? `"${op}"` : describeKind(op);
  return {
    code: "override-op",
    message: `op is ${came}; allowed: ${ops.map((each) => `"${each}"`).join(", ")}; default: "replace"`,
  };
}

/** True for the operations that an override may have. */
export function isOp(op: unknown): op is Op {
  return ops.some((each) => each === op);
}

const ops = ["add", "remove", "replace"] as const;
type Op = (typeof ops)[number];

interface Change {
  readonly path: readonly string[];
  readonly op: Op;
  readonly value: unknown;
}

/** A container after the change, with the key that was changed in it. */
type Changed =
  { readonly container: Container; readonly key: string } | { readonly problem: EditProblem };

function changeMap(map: KubeObject, { path, op, value }: Change): Changed {
  const depth = path.length - 1;
  const key = path[depth] ?? "";
  if (op !== "remove") return { container: withKey(map, key, value), key };
  return ownValue(map, key) === undefined
    ? { problem: missingKey({ path, depth }, map) }
    : { container: withoutKey(map, key), key };
}

function changeList(list: readonly unknown[], { path, op, value }: Change): Changed {
  const depth = path.length - 1;
  const token = path[depth] ?? "";
  if (op === "add" && token === "-") return { container: [...list, value], key: token };
  // An addition has one position more, the end; so -1 is the end for "add", else the last item.
  const positions = op === "add" ? list.length + 1 : list.length;
  const at = indexIn(positions, token);
  if (at === undefined) {
    return { problem: badIndex({ path, depth }, { length: list.length, last: positions - 1 }) };
  }
  const inPlace = op === "remove" ? [] : [value];
  const rest = list.slice(op === "add" ? at : at + 1);
  return { container: [...list.slice(0, at), ...inPlace, ...rest], key: String(at) };
}

function replaceDocument(path: string, { op, value }: Omit<Change, "path">): Edited {
  if (path === "" && op === "replace" && isPlainObject(value)) return { document: value };
  const why =
    path === ""
      ? `can only be replaced, by a map, and came op "${op}" with ${describeKind(value)}`
      : "leads nowhere; a path begins with a slash";
  return { problem: { code: "override-missing-path", message: `"${path}" ${why}` } };
}

/** A warning where an index is understood that RFC 6901 does not have: `-1`, `00`, `+1`. */
function readOtherwise(
  path: readonly string[],
  keys: readonly string[],
): { warning?: EditProblem } {
  if (path.every((token, depth) => token === keys[depth])) return {};
  const [written, read] = [formatPointer(path), formatPointer(keys)];
  const message = `"${written}" is read as "${read}", as KubeFed did; write that instead`;
  return { warning: { code: "override-index", severity: "warning", message } };
}
