import { matchesSelector } from "../kinds/labelSelector";
import { mapAt, textsOf } from "../plain/fields";
import {
  type ExceptArgs,
  type PolicyFinding,
  replicasOf,
  type RuledFleet,
  type RuledObject,
  unknownReplicas,
  workloadsOf,
} from "./fleet";

/** Workloads with more than one replica on a cluster without a PodDisruptionBudget for its pods there. */
export function judgeDisruptionBudgets(fleet: RuledFleet, rule: ExceptArgs): PolicyFinding[] {
  return workloadsOf(fleet, rule).flatMap((workload): PolicyFinding[] => {
    const { urn, title, copies } = workload;
    if (copies.some((copy) => replicasOf(copy) === undefined)) return [unknownReplicas(workload)];
    const many = copies.filter((copy) => (replicasOf(copy) ?? 0) > 1);
    const bare = many.filter((copy) => !hasBudget(fleet, workload, copy.cluster));
    if (bare.length === 0) return [];
    const numbers = bare.map((copy) => `${replicasOf(copy) ?? 0} on ${copy.cluster}`).join(", ");
    const message = `${title}: no PodDisruptionBudget beside ${numbers}; ${many.length - bare.length} of ${many.length} clusters with more than one replica have one`;
    return [{ urn, message }];
  });
}

function hasBudget(fleet: RuledFleet, workload: RuledObject, cluster: string): boolean {
  const at = ({ copies }: RuledObject) => copies.find((copy) => copy.cluster === cluster)?.object;
  const labels = podLabels(at(workload));
  return fleet.objects.some((budget) => {
    const object = at(budget);
    if (budget.kind !== "PodDisruptionBudget" || object === undefined) return false;
    // `{}` is all pods of the namespace; no selector at all is none.
    const { selector } = mapAt(object, "spec");
    return (
      budget.namespace === workload.namespace &&
      selector !== undefined &&
      matchesSelector(mapAt(selector), labels)
    );
  });
}

/** The labels of a workload's pods. */
export function podLabels(workload: unknown): Readonly<Record<string, string>> {
  return textsOf(mapAt(workload, "spec", "template", "metadata", "labels"));
}
