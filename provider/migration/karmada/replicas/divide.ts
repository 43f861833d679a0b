/*
 * How Karmada divides replicas over the clusters of a policy, and which fields hold them by kind.
 */

import type { KubeObject } from "../../../core/model";
import { mapAt, mapsAt, textAt } from "../../../core/plain/fields";
import { dispenseAsKarmada } from "./dispense";
import { fnv1a } from "./fnv1a";
import { podSpecPath } from "../../objects/podSpec";
import { askBindings, type Doubt } from "../doubt";
import { isAffine, type KarmadaCluster } from "../karmadaWorld";
import { divisionSort } from "../placement/divisionSort";
import type { Target } from "./binding";
import { type ReplicaField, replicasOf } from "./replicaFields";

/** Which clusters get how many replicas, and what about them is in doubt. */
export interface Divided {
  readonly targets: readonly Target[];
  readonly doubts: readonly Doubt[];
}

/** What is divided, and over which clusters. */
export interface DivideRequest {
  readonly template: KubeObject;
  readonly field: ReplicaField;
  readonly placement: KubeObject;
  readonly clusters: readonly KarmadaCluster[];
}

/**
 * Divides replicas over the clusters that a placement may use. Zero replicas and objects without any go
 * everywhere as they are; a division by room, and a tie without the object's uid, are doubts.
 *
 * Source: Karmada `pkg/scheduler/core/{common,assignment,division_algorithm}.go`.
 */
export function divideByKarmada(request: DivideRequest): Divided {
  const { template, field, placement, clusters } = request;
  const whole = clusters.map(({ name }): Target => ({ name }));
  const sort = divisionSort(placement);
  if (field.sort === "none") return { targets: whole, doubts: [] };
  const replicas = replicasOf(template, field);
  if (sort === "duplicated") return { targets: duplicate(request), doubts: [] };
  if (field.sort === "unknown" || replicas === undefined) {
    const why = field.sort === "unknown" ? field.why : "";
    return { targets: whole, doubts: [{ reason: `${why}; ${askBindings}` }] };
  }
  if (replicas === 0) return divideNothing(template, whole);
  return sort === "static"
    ? byWeight(request, replicas)
    : { targets: evenly(clusters, replicas), doubts: [{ reason: `${byRoom}; ${askBindings}` }] };
}

/** Of a Job never more run at once than are to complete, on every cluster; all else stays as it is. */
function duplicate({ template, field, clusters }: DivideRequest): Target[] {
  const replicas = replicasOf(template, field);
  const isCapped = template.kind === "Job" && mapAt(template, "spec").parallelism !== replicas;
  const isSaid = mapAt(template, "spec").parallelism !== undefined;
  return clusters.map(({ name }) => ({
    name,
    ...(replicas !== undefined && isCapped && isSaid ? { replicas } : {}),
  }));
}

const byRoom = "its replicas are divided by the room that clusters had, which no file tells";

/** With requests, zero replicas are a workload that no cluster gets. */
function divideNothing(template: KubeObject, whole: readonly Target[]): Divided {
  const place = podSpecPath(textAt(template, "kind")) ?? [];
  const containers = mapsAt(mapAt(template, ...place), "containers");
  const asksForRoom = containers.some(
    (container) => Object.keys(mapAt(container, "resources", "requests")).length > 0,
  );
  const reason = `it has no replicas but asks for room; ${askBindings}`;
  return { targets: whole, doubts: asksForRoom ? [{ reason }] : [] };
}

function byWeight({ template, placement, clusters }: DivideRequest, replicas: number): Divided {
  const weights = weightsOf(placement, clusters);
  const uid = textAt(mapAt(template, "metadata"), "uid");
  if (uid !== "")
    return { targets: targetsOf(dispenseAsKarmada({ replicas, weights, uid })), doubts: [] };
  const [up, down] = [uidOf("up"), uidOf("down")].map((each) =>
    dispenseAsKarmada({ replicas, weights, uid: each }),
  );
  const tied = Object.keys(up ?? {}).filter((name) => up?.[name] !== down?.[name]);
  const reason = `who gets the odd replica depends on the object's uid; give the object as Karmada's API server has it, or ${askBindings}`;
  return {
    targets: targetsOf(up ?? {}),
    doubts: tied.length === 0 ? [] : [{ reason, clusters: tied }],
  };
}

/** Some uid of each of the two sorts: ties go to the smaller name, or to the larger. */
function uidOf(direction: "up" | "down"): string {
  const parity = direction === "up" ? 0 : 1;
  return ["a", "b", "c", "d", "e", "f"].find((uid) => fnv1a(uid) % 2 === parity) ?? "";
}

/** The largest weight that names a cluster counts; where nobody has one everyone gets the same. */
export function weightsOf(
  placement: KubeObject,
  clusters: readonly KarmadaCluster[],
): Readonly<Record<string, number>> {
  const preference = mapAt(placement, "replicaScheduling", "weightPreference");
  const rules = mapsAt(preference, "staticWeightList");
  const weights = clusters.flatMap((cluster): [string, number][] => {
    const own = rules
      .filter(({ targetCluster }) => isAffine(mapAt(targetCluster), cluster))
      .map(({ weight }) => (typeof weight === "number" ? weight : 0));
    const largest = Math.max(0, ...own);
    return largest === 0 ? [] : [[cluster.name, largest]];
  });
  const equal = clusters.map(({ name }): [string, number] => [name, 1]);
  return Object.fromEntries(weights.length === 0 ? equal : weights);
}

function evenly(clusters: readonly KarmadaCluster[], replicas: number): Target[] {
  const weights = Object.fromEntries(clusters.map(({ name }) => [name, 1]));
  return targetsOf(dispenseAsKarmada({ replicas, weights }));
}

function targetsOf(shares: Readonly<Record<string, number>>): Target[] {
  return Object.entries(shares)
    .filter(([, share]) => share > 0)
    .map(([name, share]) => ({ name, replicas: share }));
}
