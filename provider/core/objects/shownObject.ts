import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { formatPropertyPath, parsePropertyPaths, type PropertyPath } from "../paths/propertyPath";
import { isOpaque } from "../plain/valueKind";
import { mapPathEnds } from "../retention/retainedPlaces";
import { isAbsent } from "../retention/retainedNode";
import type { ClusterPlan } from "./propagationPlan";

/** What stands in a shown object for a field that its member cluster owns. */
export const retainedText = "[retained]";

/**
 * An object as a person may read it, where the engine hides too much: a list with a secret anywhere in it is
 * secret as a whole to the engine, so this says what its items are, secret leaf by secret leaf. Undefined
 * where no list has a leaf. What the member cluster owns is not what the program wants, so it is not said.
 *
 * @example
 * shownObject({ object: { spec: { args: ["a", new Date(0)], replicas: 1 } }, ignoreChanges: ["spec.replicas"] })
 * //=> { spec: { args: ["a", new Date(0)], replicas: "[retained]" } }
 */
export function shownObject({
  object,
  ignoreChanges = [],
}: Pick<ClusterPlan, "object" | "ignoreChanges">): KubeObject | undefined {
  if (object === undefined || !hasLeafInList(object)) return undefined;
  return parsePropertyPaths(ignoreChanges).reduce<KubeObject>(
    (shown, path) =>
      mapPathEnds({
        object: shown,
        path,
        change: ({ wanted }) => (isAbsent(wanted) ? undefined : retainedText),
      }),
    object,
  );
}

function hasLeafInList(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasLeaf);
  return isPlainObject(value) && Object.values(value).some(hasLeafInList);
}

function hasLeaf(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasLeaf);
  return isPlainObject(value) ? Object.values(value).some(hasLeaf) : isOpaque(value);
}

/** A value that the core never looks into, and where it stands. */
export interface ObjectLeaf {
  /** A property path, as Pulumi writes it. */
  readonly path: string;
  readonly leaf: unknown;
}

/**
 * The leaves of an object, in its own order.
 *
 * @example
 * leavesOf({ data: { a: "plain", b: new Date(0) }, list: [new Date(0)] }).map(({ path }) => path)
 * //=> ["data.b", "list[0]"]
 */
export function leavesOf(object: KubeObject): ObjectLeaf[] {
  return leavesAt(object, []);
}

function leavesAt(value: unknown, path: PropertyPath): ObjectLeaf[] {
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown, index) => leavesAt(each, [...path, index]));
  }
  if (isPlainObject(value)) {
    return Object.entries(value).flatMap(([key, each]) => leavesAt(each, [...path, key]));
  }
  return isOpaque(value) ? [{ path: formatPropertyPath(path), leaf: value }] : [];
}
