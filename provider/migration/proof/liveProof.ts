import { compareText } from "../../core/plain/text";
import { parsePointer } from "../../core/paths/jsonPointer";
import type { KubeObject } from "../../core/model";
import { flattenManifests, identityOf } from "../../core/manifests/manifest";
import { mapAt, without } from "../../core/plain/fields";
import { clusterMade } from "../objects/clusterMade";
import { type Declaration, keyOf, type Migration, titleOf } from "../migration";
import { planDeclaration } from "../program/declaredObject";
import { extraFields, missingFields } from "./liveDifference";
import type { ObjectDifference } from "./objectDifference";

/** Parsed documents with the objects of each member cluster, by cluster. */
export type LiveObjects = ReadonlyMap<string, readonly unknown[]>;

/** One object of the program beside the one that a cluster has. */
export interface LiveVerdict {
  readonly object: string;
  readonly kind: string;
  readonly cluster: string;
  /** `""` is the path of a whole object: `expected` where only the cluster has it, `got` where it lacks it. */
  readonly differences: readonly ObjectDifference[];
}

/**
 * Compares what the program plans with objects read from the clusters, both ways.
 *
 * - Fields that the program sets and the cluster has not, or has otherwise, differ. So do fields that only
 *   the cluster has, where they are no default of the API server and no controller writes them.
 * - An object that the system of before put there, or knew, and that the program lacks, differs.
 * - Only clusters that objects were given for are looked at. Replicas that the member keeps do not count.
 */
export function proveLive(migration: Migration, live: LiveObjects): LiveVerdict[] {
  const there = new Map([...live].map(([cluster, documents]) => [cluster, byKey(documents)]));
  const planned = new Set<string>();
  const verdicts = migration.declarations.flatMap((declaration) => {
    const { objects } = planDeclaration(declaration, migration);
    return [...objects].flatMap(([cluster, plan]): LiveVerdict[] => {
      planned.add(`${cluster} ${keyOf(declaration)}`);
      const found = there.get(cluster);
      if (found === undefined) return [];
      const about = { object: titleOf(declaration), kind: declaration.kind, cluster };
      return [{ ...about, differences: compare(declaration, plan, found) }];
    });
  });
  const lacking = [...there].flatMap(([cluster, objects]) =>
    [...objects]
      .filter(([key]) => !planned.has(`${cluster} ${key}`))
      .filter(([key, object]) => isOfBefore(object) || isKnown(migration, key))
      .map(([, object]): LiveVerdict => lackingVerdict(cluster, object)),
  );
  return [...verdicts, ...lacking].sort(
    (a, b) => compareText(a.object, b.object) || compareText(a.cluster, b.cluster),
  );
}

function byKey(documents: readonly unknown[]): ReadonlyMap<string, KubeObject> {
  return new Map(
    flattenManifests(documents).map((object) => {
      const { namespace, ...identity } = identityOf(object);
      return [keyOf({ ...identity, ...(namespace === "" ? {} : { namespace }) }), object];
    }),
  );
}

function compare(
  declaration: Declaration,
  plan: KubeObject,
  there: ReadonlyMap<string, KubeObject>,
): ObjectDifference[] {
  const found = there.get(keyOf(declaration));
  if (found === undefined) return [{ path: "", got: plan }];
  const metadata = mapAt(plan, "metadata");
  const labels = without(mapAt(metadata, "labels"), "pulumi-kubefed/managed");
  const wanted = { ...plan, metadata: { ...metadata, labels } };
  const differences = [...missingFields(wanted, found), ...extraFields(wanted, found)];
  return differences.filter(({ path }) => !isRetained(declaration, path));
}

function isRetained({ retainReplicas, replicasPath }: Declaration, path: string): boolean {
  return retainReplicas === true && path === replicasPath && parsePointer(path) !== undefined;
}

/** Whether the former system marked an object on a member cluster as its own. */
function isOfBefore(object: KubeObject): boolean {
  const labels = mapAt(object, "metadata", "labels");
  const isMarked =
    labels["karmada.io/managed"] === "true" || labels["kubefed.io/managed"] === "true";
  return isMarked && clusterMade(object) === undefined;
}

function isKnown({ known = [] }: Migration, key: string): boolean {
  return known.includes(key);
}

function lackingVerdict(cluster: string, object: KubeObject): LiveVerdict {
  const { kind, name, namespace } = identityOf(object);
  const title = titleOf({ kind, name, ...(namespace === "" ? {} : { namespace }) });
  return { object: title, kind, cluster, differences: [{ path: "", expected: object }] };
}
