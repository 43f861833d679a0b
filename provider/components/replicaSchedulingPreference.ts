import * as pulumi from "@pulumi/pulumi";
import type { PropagationPlan, ReplicaPreference, ReplicaScheduling } from "../core";
import type { FederatedOptions } from "./federatedOptions";
import type { MemberResource } from "./memberResource";
import { componentOptions } from "./propagate";
import { scaleTarget, type TargetArgs } from "./replicaTarget";

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

/** Arguments of a ReplicaSchedulingPreference over a workload that another stack or tool owns. */
export type TargetedReplicaSchedulingPreferenceArgs = Omit<
  ReplicaSchedulingPreferenceArgs,
  "clusters"
> &
  TargetArgs;

/**
 * How the replicas of a workload are divided over the member clusters it is placed on. Given to a
 * federated workload as `scheduling`; problems in it are reported there.
 *
 * With `target` it drives a workload that another stack or tool owns: the replica count is set on every
 * member cluster, and nothing else of the workload. It has to be there already.
 *
 * Source: KubeFed `scheduling.kubefed.io/v1alpha1` ReplicaSchedulingPreference.
 */
export class ReplicaSchedulingPreference extends pulumi.ComponentResource {
  readonly preference: ReplicaScheduling;
  /** With `target`: what each member cluster gets and why. */
  readonly plan: PropagationPlan | undefined;
  /** With `target`: the patch of every selected cluster, by cluster name. */
  readonly resources: Readonly<Record<string, MemberResource<pulumi.CustomResource>>>;

  constructor(
    name: string,
    args: ReplicaSchedulingPreferenceArgs | TargetedReplicaSchedulingPreferenceArgs,
    opts: FederatedOptions = {},
  ) {
    super("kubefed:index:ReplicaSchedulingPreference", name, {}, componentOptions(opts));
    const expansion = isTargeted(args)
      ? scaleTarget({ component: this, name, args, scheduling: untargeted(args), opts })
      : undefined;
    this.preference = isTargeted(args) ? untargeted(args) : { ...args };
    this.plan = expansion?.plan;
    this.resources = expansion?.resources ?? {};
    this.registerOutputs({
      preference: this.preference,
      ...(expansion === undefined ? {} : { plan: expansion.plan }),
    });
  }
}

function isTargeted(
  args: ReplicaSchedulingPreferenceArgs | TargetedReplicaSchedulingPreferenceArgs,
): args is TargetedReplicaSchedulingPreferenceArgs {
  return "target" in args;
}

/** The same preference without where it applies. */
function untargeted(args: TargetedReplicaSchedulingPreferenceArgs): ReplicaScheduling {
  const { target, clusters, preferences, placement, ...how } = args;
  return { ...how, ...(preferences === undefined ? {} : { clusters: preferences }) };
}
