import { plannedOrIssues, toSchedule, unknownClusters, unsupported } from "./countedSchedule";
import { type JobPreference, planJobs } from "../replicas/jobs";
import type { Schedule, ScheduleRequest } from "./schedule";

/** How a Job is divided: a JobSchedulingPreference as plain data. */
export interface JobScheduling {
  /** Pods that run at once, over all clusters. */
  readonly totalParallelism: number;
  /** Pods that have to succeed, over all clusters. */
  readonly totalCompletions: number;
  /** @default { "*": { weight: 1 } } */
  readonly clusters?: Readonly<Record<string, JobPreference>>;
}

const jobSpecs: ReadonlyMap<string, string> = new Map([
  ["CronJob", "/spec/jobTemplate/spec"],
  ["Job", "/spec"],
]);

/** The part of a Job or CronJob that each cluster runs. */
export function scheduleJob(request: ScheduleRequest, scheduling: JobScheduling): Schedule {
  const { kind, key, selected } = request;
  const spec = jobSpecs.get(kind);
  if (spec === undefined)
    return unsupported({ kind, what: "parallelism and completions", allowed: "Job, CronJob" });
  const { totalParallelism: parallelism, totalCompletions: completions, clusters } = scheduling;
  const unknown = unknownClusters(request, clusters);
  return plannedOrIssues(unknown, () => {
    const plan = planJobs({
      clusters: selected,
      parallelism,
      completions,
      preferences: clusters,
      key,
    });
    return toSchedule({
      because: plan.because,
      counts: [
        { path: `${spec}/parallelism`, byCluster: plan.parallelism, total: parallelism },
        { path: `${spec}/completions`, byCluster: plan.completions, total: completions },
      ],
    });
  });
}
