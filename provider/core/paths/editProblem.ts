import type { Issue } from "../issue";
import { compareText, count } from "../plain/text";
import { formatPointer } from "./jsonPointer";
import type { KubeObject } from "../model";
import { describeKind, isOpaque } from "../plain/valueKind";

/** Why an edit cannot be made. Where it stands in the arguments is added by whoever knows it. */
export type EditProblem = Omit<Issue, "path">;

/** The issue of a value that must be plain, because it decides what is created, and is not. */
export function notPlain(path: string, what: string): Issue {
  return { code: "not-plain", path, message: `must be ${what}, known at preview` };
}

/** A place on a path: the value that stands before the token at `depth`. */
export interface PathPlace {
  readonly path: readonly string[];
  readonly depth: number;
}

/** The token at `depth` is no key of the map there; says which keys there are. */
export function missingKey({ path, depth }: PathPlace, map: KubeObject): EditProblem {
  const known = knownKeys(map);
  const message =
    depth === path.length - 1
      ? `${quote(path)} does not exist; ${known}`
      : `${quote(path)}: there is no ${quote(path.slice(0, depth + 1))}, add it first; ${known}`;
  return { code: "override-missing-path", message };
}

/** The token at `depth` is no position in a list of `length` items; `last` is the highest allowed. */
export function badIndex(
  { path, depth }: PathPlace,
  { length, last = length - 1 }: { readonly length: number; readonly last?: number },
): EditProblem {
  const token = path[depth] ?? "";
  const why =
    token === "-"
      ? `"-" stands for the end of a list and is only for op "add"`
      : `"${token}" is not an index of this list of ${count(length, "item")}`;
  const allowed = last < 0 ? "none, the list is empty" : last === 0 ? "0" : `0 to ${last}`;
  return { code: "override-index", message: `${quote(path)}: ${why}; allowed: ${allowed}` };
}

/** The value before `depth` is neither a map nor a list, though the path goes on inside it. */
export function wayBlocked({ path, depth }: PathPlace, value: unknown): EditProblem {
  const place = depth === 0 ? "the object" : quote(path.slice(0, depth));
  return isOpaque(value)
    ? {
        code: "override-into-leaf",
        message: `${quote(path)} leads into ${place}, which is only known after apply; override ${place} as a whole`,
      }
    : {
        code: "override-missing-path",
        message: `${quote(path)} leads through ${place}, which is ${describeKind(value)}; only a map or a list has something inside`,
      };
}

const shownKeys = 12;

function knownKeys(map: KubeObject): string {
  const keys = Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .sort(compareText)
    .map((key) => JSON.stringify(key));
  if (keys.length === 0) return "there are no keys here";
  const rest = keys.length > shownKeys ? ` and ${keys.length - shownKeys} more` : "";
  return `known keys here: ${keys.slice(0, shownKeys).join(", ")}${rest}`;
}

function quote(path: readonly string[]): string {
  return `"${formatPointer(path)}"`;
}
