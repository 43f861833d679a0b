import { type EditProblem, type PathPlace, wayBlocked } from "./editProblem";
import { type Edited, isList, withKey } from "./documentEdit";
import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";
import { formatPointer } from "./jsonPointer";
import type { KubeObject } from "../model";

/**
 * True for the override paths of 2018, such as `spec.replicas` or `data`: no leading slash, and no
 * slash before the first dot. (`spec/replicas` is a JSON pointer without its first character.)
 *
 * @example
 * [isDottedPath("spec.replicas"), isDottedPath("metadata.labels.a/b"), isDottedPath("/spec/replicas"), isDottedPath("spec/replicas")]
 * //=> [true, true, false, false]
 */
export function isDottedPath(path: string): boolean {
  return path !== "" && !(path.split(".")[0] ?? "").includes("/");
}

/**
 * The keys of a dotted path. It splits at every dot and knows no escape, so a key with a dot in it
 * cannot be named. Source: KubeFed v0.0.4, `pkg/controller/util/overrides.go`.
 *
 * @example
 * parseDottedPath("metadata.annotations.kubernetes.io/x")
 * //=> ["metadata", "annotations", "kubernetes", "io/x"]
 */
export function parseDottedPath(path: string): string[] {
  return path.split(".");
}

/** A value and the keys that lead to its place. */
export interface Placing {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * Sets a value in a copy of the document, as an override of 2018 did: parents that are missing are
 * made, lists have no items that could be named. What 2018 passed over in silence (a parent that is
 * no map) is a problem here.
 *
 * @example
 * setDotted({ kind: "Job" }, { path: ["spec", "parallelism"], value: 2 })
 * //=> { document: { kind: "Job", spec: { parallelism: 2 } } }
 */
export function setDotted(document: KubeObject, placing: Placing): Edited {
  const set = setBelow(document, { ...placing, depth: 0 });
  return "problem" in set ? set : { document: set.document };
}

function setBelow(map: KubeObject, placing: Placing & { readonly depth: number }): Edited {
  const { path, value, depth } = placing;
  const key = path[depth] ?? "";
  if (depth === path.length - 1) return { document: withKey(map, key, value) };
  const child = ownValue(map, key) ?? {};
  if (!isPlainObject(child)) return { problem: noMap({ path, depth: depth + 1 }, child) };
  const set = setBelow(child, { path, value, depth: depth + 1 });
  return "problem" in set ? set : { document: withKey(map, key, set.document) };
}

function noMap({ path, depth }: PathPlace, value: unknown): EditProblem {
  if (!isList(value)) return wayBlocked({ path, depth }, value);
  const [pointer, list] = [formatPointer(path), formatPointer(path.slice(0, depth))];
  return {
    code: "override-index",
    message: `"${path.join(".")}": a dotted path cannot name an item of the list "${list}"; write a JSON pointer, such as "${pointer}"`,
  };
}
