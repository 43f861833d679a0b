import * as pulumi from "@pulumi/pulumi";
import type { JobPreference } from "../../core/replicas/jobs";
import type { JobScheduling } from "../../core/scheduling/jobScheduling";

/** Arguments of a JobSchedulingPreference; all plain, so that the division is known at preview. */
export interface JobSchedulingPreferenceArgs {
  /** Pods that run at once, over all clusters. */
  totalParallelism: number;
  /** Pods that have to succeed, over all clusters. */
  totalCompletions: number;
  /** Weights by cluster name, `*` for all others. @default { "*": { weight: 1 } } */
  clusters?: Record<string, JobPreference>;
}

/**
 * How a Job is divided over the member clusters it is placed on: parallelism first, then completions over
 * the clusters that got some. Given to a FederatedJob or FederatedCronJob as `scheduling`; problems in it
 * are reported there.
 *
 * Source: KubeFed pull request 259, never merged.
 */
export class JobSchedulingPreference extends pulumi.ComponentResource {
  readonly preference: JobScheduling;

  constructor(
    name: string,
    args: JobSchedulingPreferenceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("kubefed:index:JobSchedulingPreference", name, {}, opts);
    this.preference = { ...args };
    this.registerOutputs({ preference: this.preference });
  }
}
