import type * as pulumi from "@pulumi/pulumi";
import type { HorizontalPodAutoscalerPreference } from "../preferences/horizontalPodAutoscalerPreference";
import type { JobSchedulingPreference } from "../preferences/jobSchedulingPreference";
import type { ReplicaSchedulingPreference } from "../preferences/replicaSchedulingPreference";
import type { Scale } from "../../core/kinds/scale";

/** What divides numbers of an object over the clusters it is on. */
export type SchedulingPreference =
  HorizontalPodAutoscalerPreference | JobSchedulingPreference | ReplicaSchedulingPreference;

/** What a federated object with a replica count takes. */
export interface ReplicaSchedulingArgs {
  /** Divides the replicas over the selected clusters. */
  scheduling?: ReplicaSchedulingPreference;
  /** Where the replica count is, so that a preference can drive the object. @default that of its kind, if any */
  scale?: Scale;
  /** Leaves the replica count to the member cluster, for workloads under its autoscaler. @default false */
  retainReplicas?: boolean;
}

/** What a federated Job or CronJob takes. */
export interface JobSchedulingArgs {
  /** Divides parallelism and completions over the selected clusters. */
  scheduling?: JobSchedulingPreference;
}

/** What a federated autoscaler takes. */
export interface AutoscalerSchedulingArgs {
  /** Divides the limits of the autoscaler over the selected clusters. */
  scheduling?: HorizontalPodAutoscalerPreference;
}

/** What can be said of any object's division, whatever its kind. */
export interface AnySchedulingArgs extends Omit<ReplicaSchedulingArgs, "scheduling"> {
  /** Divides replicas, a Job's work or an autoscaler's limits over the selected clusters. */
  scheduling?: SchedulingPreference;
}

type Nothing = { [Setting in keyof AnySchedulingArgs]?: undefined };
type Only<Settings> = Settings & Omit<Nothing, keyof Settings>;

/** The fields of a template's spec, where it is a plain value. */
type SpecField<Template> = Template extends { spec?: infer Spec }
  ? keyof Exclude<NonNullable<Spec>, Promise<unknown> | pulumi.OutputInstance<unknown>>
  : never;

/**
 * What can be divided of a kind, by what its template has: replicas, a Job's work, an autoscaler's limits
 * or nothing.
 */
export type SchedulingArgs<Template> =
  "replicas" extends SpecField<Template>
    ? ReplicaSchedulingArgs
    : Extract<SpecField<Template>, "parallelism" | "jobTemplate"> extends never
      ? "scaleTargetRef" extends SpecField<Template>
        ? Only<AutoscalerSchedulingArgs>
        : Nothing
      : Only<JobSchedulingArgs>;
