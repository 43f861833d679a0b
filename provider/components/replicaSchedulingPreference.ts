import * as pulumi from "@pulumi/pulumi";
import type { ReplicaPreference, ReplicaScheduling } from "../core";

/** Arguments of a ReplicaSchedulingPreference; all plain, so that the division is known at preview. */
export interface ReplicaSchedulingPreferenceArgs {
  /** Replicas over all clusters, from 0. */
  totalReplicas: number;
  /** By cluster name, `*` for all others. @default { "*": { weight: 1 } } */
  clusters?: Record<string, ReplicaPreference>;
  /** Whether running replicas may be moved to meet the weights; matters with `observed`. @default false */
  rebalance?: boolean;
  /** The planner: KubeFed's own, bit for bit. @default "kubefed" */
  algorithm?: "kubefed";
  /** Running replicas and room per cluster, where they were read. */
  observed?: { current?: Record<string, number>; capacity?: Record<string, number> };
}

/**
 * How the replicas of a workload are divided over the member clusters it is placed on. Given to a
 * federated workload as `scheduling`; problems in it are reported there.
 *
 * Source: KubeFed `scheduling.kubefed.io/v1alpha1` ReplicaSchedulingPreference.
 */
export class ReplicaSchedulingPreference extends pulumi.ComponentResource {
  readonly preference: ReplicaScheduling;

  constructor(
    name: string,
    args: ReplicaSchedulingPreferenceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("kubefed:index:ReplicaSchedulingPreference", name, {}, opts);
    this.preference = { ...args };
    this.registerOutputs({ preference: this.preference });
  }
}
