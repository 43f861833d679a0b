import type { KubeObject } from "../../core/model";
import type { ReplicaCounts } from "../../core/replicas/candidate";
import { mapAt, mapsAt } from "../../core/plain/fields";
import { isAffine, type KarmadaCluster } from "./karmadaWorld";

/** How a policy divides replicas: by weights, or in a way that only running clusters can tell. */
export type KarmadaDivision =
  | { readonly sort: "duplicated" }
  | { readonly sort: "weighted"; readonly weights: ReplicaCounts }
  /** By the room that clusters have. */
  | { readonly sort: "unknown"; readonly what: string };

/**
 * How a placement divides replicas over its clusters: the largest weight that names a cluster counts,
 * clusters without one get nothing, and where nobody has one everyone gets the same.
 */
export function divisionOf(
  placement: KubeObject,
  clusters: readonly KarmadaCluster[],
): KarmadaDivision {
  const scheduling = mapAt(placement, "replicaScheduling");
  if (scheduling.replicaSchedulingType !== "Divided") return { sort: "duplicated" };
  if (scheduling.replicaDivisionPreference === "Aggregated") {
    return { sort: "unknown", what: "Aggregated division fills as few clusters as have room" };
  }
  const preference = mapAt(scheduling, "weightPreference");
  if (preference.dynamicWeight !== undefined) {
    return { sort: "unknown", what: "dynamicWeight divides by the room that clusters have" };
  }
  const rules = mapsAt(preference, "staticWeightList");
  const weights = clusters.flatMap((cluster): [string, number][] => {
    const own = rules
      .filter(({ targetCluster }) => isAffine(mapAt(targetCluster), cluster))
      .map(({ weight }) => (typeof weight === "number" ? weight : 0));
    const largest = Math.max(0, ...own);
    return largest === 0 ? [] : [[cluster.name, largest]];
  });
  const equal = clusters.map(({ name }): [string, number] => [name, 1]);
  return { sort: "weighted", weights: Object.fromEntries(weights.length === 0 ? equal : weights) };
}
