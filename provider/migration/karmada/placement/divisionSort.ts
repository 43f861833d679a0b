import type { KubeObject } from "../../../core/model";
import { listAt, mapAt } from "../../../core/plain/fields";

/**
 * How a placement divides replicas. Karmada's defaults: without `replicaScheduling` every cluster gets all;
 * with it, even an empty one, they are divided by weight, and without weights evenly.
 *
 * @example
 * [divisionSort({}), divisionSort({ replicaScheduling: {} }), divisionSort({ replicaScheduling: { replicaDivisionPreference: "Aggregated" } })]
 * //=> ["duplicated", "static", "room"]
 */
export function divisionSort(placement: KubeObject): "duplicated" | "static" | "room" {
  const { replicaScheduling } = placement;
  if (replicaScheduling === undefined || replicaScheduling === null) return "duplicated";
  const scheduling = mapAt(replicaScheduling);
  if (scheduling.replicaSchedulingType === "Duplicated") return "duplicated";
  if (scheduling.replicaDivisionPreference === "Aggregated") return "room";
  const { dynamicWeight = "" } = mapAt(scheduling, "weightPreference");
  return dynamicWeight === "" ? "static" : "room";
}

/** Static weights decide alone; a list without any is no list. */
export function ignoresSpread(placement: KubeObject): boolean {
  const { weightPreference } = mapAt(placement, "replicaScheduling");
  const isEmptyList =
    weightPreference !== undefined &&
    listAt(mapAt(weightPreference), "staticWeightList").length === 0;
  return divisionSort(placement) === "static" && !isEmptyList;
}
