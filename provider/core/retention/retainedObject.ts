import type { KubeObject } from "../model";
import { differencesBetween } from "../plain/differences";
import { formatPropertyPath, type PropertyPath } from "../paths/propertyPath";
import { type KnownObject, retainedValue } from "./retainedFields";
import { areAbsent, isAbsent } from "./retainedNode";
import { mapPathEnds, type PathEnd } from "./retainedPlaces";
import { isStoredAs } from "./storedObject";

/** An object that exists, as wanted: without anything that is only known after an update. */
export interface WantedObject {
  readonly desired: KubeObject;
  readonly paths: readonly PropertyPath[];
}

/**
 * An object with its retained fields as its member cluster has them.
 *
 * @example
 * retainedObject({ apiVersion: "v1", kind: "ConfigMap", before: undefined, once: new Set(), live: { data: { a: "theirs" } }, source: "live" }, { desired: { data: { a: "1", b: "2" } }, paths: [["data", "a"]] })
 * //=> { data: { a: "theirs", b: "2" } }
 */
export function retainedObject(known: KnownObject, { desired, paths }: WantedObject): KubeObject {
  return paths.reduce<KubeObject>(
    (object, path) =>
      mapPathEnds({ object, path, change: (end) => retainedValue(known, { desired, ...end }) }),
    desired,
  );
}

/**
 * Whether a program wants of an object, its retained fields aside, just what it wrote last and what the
 * object was after that: then there is nothing to do, whatever its member cluster did since.
 */
export function isAsWritten(known: KnownObject, wanted: WantedObject): boolean {
  if (known.before === undefined) return false;
  const settled = retainedObject({ ...known, source: "state" }, wanted);
  const { apiVersion, kind, before } = known;
  return isStoredAs({ apiVersion, kind, wanted: settled, written: before.inputs }, before.object);
}

/**
 * The retained paths, as property paths, where a program wants something else than stands there: what is
 * wanted is not written, and whoever wants it should hear of that.
 */
export function heldBack(known: KnownObject, { desired, paths }: WantedObject): readonly string[] {
  const held = paths.filter((path) => {
    const ends: PathEnd[] = [];
    mapPathEnds({ object: desired, path, change: (end) => ends.push(end) });
    return ends.some(
      (end) =>
        !isAbsent(end.wanted) && !isSame(end.wanted, retainedValue(known, { desired, ...end })),
    );
  });
  return held.map(formatPropertyPath);
}

function isSame(one: unknown, other: unknown): boolean {
  return differencesBetween(one, other, { isSame: areAbsent }).length === 0;
}
