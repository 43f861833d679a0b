/*
 * What a preference decides of an object: replicas, parallelism and completions, an autoscaler's limits.
 */

import { type AutoscalerScheduling, scheduleAutoscaler } from "./autoscalerScheduling";
import { divide, type DivisionRequest, type ReplicaScheduling } from "./replicaScheduling";
import { type JobScheduling, scheduleJob } from "./jobScheduling";
import { nothingScheduled, type Schedule, type ScheduleRequest, type Share } from "./schedule";

/** Whatever divides numbers of a federated object over the clusters that it is on. */
export type Scheduling = AutoscalerScheduling | JobScheduling | ReplicaScheduling;

/**
 * Divides what a preference of any sort divides over the selected clusters.
 *
 * | preference | kinds | fields |
 * |---|---|---|
 * | of replicas | those with a replicas path | that one |
 * | of a Job | Job, CronJob | `parallelism`, `completions` |
 * | of an autoscaler | HorizontalPodAutoscaler | `minReplicas`, `maxReplicas` |
 *
 * Issues: `preference-invalid`, `plan-unsupported`, `replicas-unplaced`, `unknown-cluster`.
 */
export function schedule(request: ScheduleRequest, scheduling: Scheduling | undefined): Schedule {
  if (scheduling === undefined) return nothingScheduled;
  if ("totalParallelism" in scheduling) return scheduleJob(request, scheduling);
  if ("totalMinReplicas" in scheduling) return scheduleAutoscaler(request, scheduling);
  return scheduleReplicas({ ...request, scheduling });
}

function scheduleReplicas(request: DivisionRequest): Schedule {
  const { replicas, because, notes, issues } = divide(request);
  const { replicasPath } = request;
  if (replicasPath === undefined) return { ...nothingScheduled, issues };
  const shares = [...replicas].map(([cluster, count]): [string, Share] => {
    const fields = [{ path: replicasPath, value: count }];
    return [cluster, { fields, replicas: count, because: because.get(cluster) ?? "" }];
  });
  return { ...nothingScheduled, shares: new Map(shares), paths: [replicasPath], notes, issues };
}
