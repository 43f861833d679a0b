import { isPlainObject } from "../../core/plain/plainObject";
import { compareText } from "../../core/plain/text";
import { formatPointer } from "../../core/paths/jsonPointer";
import type { KubeObject } from "../../core/model";
import { mapAt, without } from "../../core/plain/fields";
import { planDeclaration } from "../program/declaredObject";
import { flattenManifests, identityOf } from "../../core/manifests/manifest";
import { keyOf, type Migration, titleOf } from "../migration";
import type { ObjectDifference } from "./objectDifference";

/** Parsed documents with the objects of each member cluster, by cluster. */
export type LiveObjects = ReadonlyMap<string, readonly unknown[]>;

/** One object of the program beside the one that a cluster has. */
export interface LiveVerdict {
  readonly object: string;
  readonly kind: string;
  readonly cluster: string;
  /** Fields that the program sets and that are otherwise on the cluster; `""` where it is not there. */
  readonly differences: readonly ObjectDifference[];
}

/**
 * Compares what the program plans with objects read from the clusters. Fields that only the cluster has
 * count for nothing, because the API server and controllers add many; labels by which a system knows
 * its objects neither. Only clusters that objects were given for are looked at.
 */
export function proveLive(migration: Migration, live: LiveObjects): LiveVerdict[] {
  const there = new Map(
    [...live].map(([cluster, documents]) => [
      cluster,
      new Map(
        flattenManifests(documents).map((object) => {
          const { namespace, ...identity } = identityOf(object);
          return [keyOf({ ...identity, ...(namespace === "" ? {} : { namespace }) }), object];
        }),
      ),
    ]),
  );
  const verdicts = migration.declarations.flatMap((declaration) => {
    const { objects } = planDeclaration(declaration, migration);
    return [...objects].flatMap(([cluster, planned]): LiveVerdict[] => {
      const objectsThere = there.get(cluster);
      if (objectsThere === undefined) return [];
      const found = objectsThere.get(keyOf(declaration));
      const differences =
        found === undefined
          ? [{ path: "", got: planned }]
          : missing(withoutMark(planned), found, []);
      return [{ object: titleOf(declaration), kind: declaration.kind, cluster, differences }];
    });
  });
  return verdicts.sort(
    (a, b) => compareText(a.object, b.object) || compareText(a.cluster, b.cluster),
  );
}

function withoutMark(planned: KubeObject): KubeObject {
  const metadata = mapAt(planned, "metadata");
  const labels = without(mapAt(metadata, "labels"), "pulumi-kubefed/managed");
  return { ...planned, metadata: { ...metadata, labels } };
}

/** The places of `wanted` that `found` has not, or has otherwise. */
function missing(wanted: unknown, found: unknown, path: readonly string[]): ObjectDifference[] {
  if (wanted === found) return [];
  if (isPlainObject(wanted)) {
    const there = isPlainObject(found) ? found : {};
    return Object.keys(wanted).flatMap((key) => missing(wanted[key], there[key], [...path, key]));
  }
  if (Array.isArray(wanted) && Array.isArray(found) && wanted.length === found.length) {
    return wanted.flatMap((item, index) => missing(item, found[index], [...path, String(index)]));
  }
  if (typeof wanted === "number" && String(wanted) === found) return [];
  return [
    { path: formatPointer(path), got: wanted, ...(found === undefined ? {} : { expected: found }) },
  ];
}
