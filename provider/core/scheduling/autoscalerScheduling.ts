import { plannedOrIssues, toSchedule, unknownClusters, unsupported } from "./countedSchedule";
import type { ReplicaPreferences } from "../model";
import { planAutoscalers } from "../replicas/autoscalers";
import type { Schedule, ScheduleRequest } from "./schedule";

/** How the limits of an autoscaler are divided: a HorizontalPodAutoscalerPreference as plain data. */
export interface AutoscalerScheduling {
  /** Over all clusters, from 1. */
  readonly totalMinReplicas: number;
  /** Over all clusters, not below `totalMinReplicas`. */
  readonly totalMaxReplicas: number;
  /** @default { "*": { weight: 1 } } */
  readonly clusters?: ReplicaPreferences;
}

/** The limits of each cluster's HorizontalPodAutoscaler. */
export function scheduleAutoscaler(
  request: ScheduleRequest,
  scheduling: AutoscalerScheduling,
): Schedule {
  const { kind, key, selected } = request;
  if (kind !== "HorizontalPodAutoscaler") {
    return unsupported({
      kind,
      what: "minReplicas and maxReplicas",
      allowed: "HorizontalPodAutoscaler",
    });
  }
  const { totalMinReplicas: minReplicas, totalMaxReplicas: maxReplicas, clusters } = scheduling;
  const unknown = unknownClusters(request, clusters);
  return plannedOrIssues(unknown, () => {
    const preferences = clusters;
    const plan = planAutoscalers({
      clusters: selected,
      minReplicas,
      maxReplicas,
      preferences,
      key,
    });
    return toSchedule({
      because: plan.because,
      counts: [
        { path: "/spec/minReplicas", byCluster: plan.minReplicas, total: minReplicas },
        { path: "/spec/maxReplicas", byCluster: plan.maxReplicas, total: maxReplicas },
      ],
    });
  });
}
