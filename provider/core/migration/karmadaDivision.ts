import { compareText } from "../issue";
import type { KubeObject } from "../model";
import { mapAt, mapsAt } from "./fields";
import { isAffine, type KarmadaCluster } from "./karmadaWorld";

/** How a policy divides replicas: by weights, or in a way that only running clusters can tell. */
export type KarmadaDivision =
  | { readonly sort: "duplicated" }
  | { readonly sort: "weighted"; readonly weights: ReadonlyMap<string, number> }
  /** By the room that clusters have. */
  | { readonly sort: "unknown"; readonly what: string };

/**
 * How a placement divides replicas over its clusters: the largest weight that names a cluster counts,
 * clusters that none names get nothing, and with no weights at all everyone gets the same.
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
    return own.length === 0 ? [] : [[cluster.name, Math.max(...own)]];
  });
  const equal = clusters.map(({ name }): [string, number] => [name, 1]);
  return { sort: "weighted", weights: new Map(weights.length === 0 ? equal : weights) };
}

/**
 * Divides replicas by weight as Karmada does: one after the other to the highest
 * `weight / (2 × replicas + 1)`, equal claims to the cluster with fewer replicas, then to the smaller
 * name. Compared as integers.
 *
 * Source: Karmada `pkg/util/helper/webstermethod.go`; for a binding without a UID.
 *
 * @example
 * Object.fromEntries(divideByWeight(9, new Map([["eu", 1], ["us", 3]])))
 * //=> { eu: 2, us: 7 }
 */
export function divideByWeight(
  replicas: number,
  weights: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const seats = [...weights]
    .sort(([a], [b]) => compareText(a, b))
    .map(([cluster, weight]) => ({ cluster, weight, held: 0 }));
  for (let given = 0; given < replicas; given += 1) {
    const [first, ...others] = seats;
    if (first === undefined) break;
    const next = others.reduce((best, each) => (isBefore(each, best) ? each : best), first);
    next.held += 1;
  }
  return new Map(seats.map(({ cluster, held }) => [cluster, held]));
}

interface Seat {
  readonly weight: number;
  readonly held: number;
}

function isBefore(a: Seat, b: Seat): boolean {
  const difference = a.weight * (2 * b.held + 1) - b.weight * (2 * a.held + 1);
  return difference > 0 || (difference === 0 && a.held < b.held);
}
