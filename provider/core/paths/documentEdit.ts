import { badIndex, type EditProblem, missingKey, type PathPlace, wayBlocked } from "./editProblem";
import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";

/** What a path can lead through. */
export type Container = KubeObject | readonly unknown[];

/** A changed document that shares all untouched parts with the one before, or why there is none. */
export type Edited =
  | { readonly document: KubeObject; readonly warning?: EditProblem }
  | { readonly problem: EditProblem };

/** The containers from the root to the one that a path ends in, each with the key taken in it. */
export interface Trail {
  readonly steps: readonly { readonly container: Container; readonly key: string | number }[];
  readonly end: Container;
}

/**
 * Follows a path up to its last token. A problem where a key is missing, an index is not in its
 * list, or the way leads through a plain value or into an opaque leaf. Indexes as in `indexIn`.
 */
export function follow(
  document: KubeObject,
  path: readonly string[],
): Trail | { readonly problem: EditProblem } {
  const steps: { container: Container; key: string | number }[] = [];
  let container: Container = document;
  for (let depth = 0; depth < path.length - 1; depth++) {
    const taken = take(container, { path, depth });
    if ("problem" in taken) return taken;
    if (!isContainer(taken.value)) {
      return { problem: wayBlocked({ path, depth: depth + 1 }, taken.value) };
    }
    steps.push({ container, key: taken.key });
    container = taken.value;
  }
  return { steps, end: container };
}

function take(
  container: Container,
  place: PathPlace,
): { readonly key: string | number; readonly value: unknown } | { readonly problem: EditProblem } {
  const token = place.path[place.depth] ?? "";
  if (isList(container)) {
    const key = indexIn(container.length, token);
    if (key === undefined) return { problem: badIndex(place, { length: container.length }) };
    return { key, value: container[key] };
  }
  const value = ownValue(container, token);
  return value === undefined ? { problem: missingKey(place, container) } : { key: token, value };
}

/** The document with another container at the end of the trail; only the way to it is copied. */
export function rebuild(trail: Trail, end: Container): KubeObject {
  const root = trail.steps.reduceRight<Container>(
    (child, { container, key }) =>
      isList(container)
        ? container.map((item, index) => (index === key ? child : item))
        : withKey(container, String(key), child),
    end,
  );
  if (isList(root)) throw new Error("bug in kubefed: a map became a list; please report it");
  return root;
}

/**
 * The position that a token names in a list of some length, or `undefined`. As in KubeFed's library
 * (Go's Atoi), signs and leading zeros are understood and negative numbers count from the end.
 *
 * @example
 * [indexIn(3, "00"), indexIn(3, "-1"), indexIn(3, "3"), indexIn(3, "web")]
 * //=> [0, 2, undefined, undefined]
 */
export function indexIn(length: number, token: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(token)) return undefined;
  const number = Number(token);
  const index = number < 0 ? number + length : Math.abs(number);
  return index >= 0 && index < length ? index : undefined;
}

/** A copy of a map with one key set. Safe for `__proto__`: the key is defined, never assigned. */
export function withKey(map: KubeObject, key: string, value: unknown): KubeObject {
  return { ...map, [key]: value };
}

/** A copy of a map without one key. */
export function withoutKey(map: KubeObject, key: string): KubeObject {
  return Object.fromEntries(Object.entries(map).filter(([each]) => each !== key));
}

/** True for a list; unlike `Array.isArray` it keeps `readonly`. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** True for what a path can lead through: a list or a map, never an opaque leaf. */
export function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || isPlainObject(value);
}
