import * as pulumi from "@pulumi/pulumi";
import type {
  KeepMode,
  MoveBack,
  ReplicaAlgorithm,
  ReplicaPreference,
  ReplicaScheduling,
  ReplicaStrategy,
  SpreadConstraint,
  WhenUnplaced,
} from "../core";

/** Arguments of a ReplicaSchedulingPreference; all plain, so that the division is known at preview. */
export interface ReplicaSchedulingPreferenceArgs {
  /** Replicas over all clusters, from 0. */
  totalReplicas: number;
  /** By cluster name, `*` for all others. @default { "*": { weight: 1 } } */
  clusters?: Record<string, ReplicaPreference>;
  /**
   * Whether running replicas may be moved; matters with `observed`. With `kubefed`, to meet the weights;
   * with `webster`, where a cluster has no room for them. @default false
   */
  rebalance?: boolean;
  /**
   * The planner: `kubefed`, KubeFed's own, bit for bit; or `webster`, which rounds to the nearest and takes
   * no replica away when the total grows. All arguments below but `observed` need it. @default "kubefed"
   */
  algorithm?: ReplicaAlgorithm;
  /** What replicas are divided by. @default "weighted" */
  strategy?: ReplicaStrategy;
  /** `previous` only adds to what there is, or only takes from it. @default "none" */
  keep?: KeepMode;
  /** What each cluster was given last, for `keep`. @default `observed.current` */
  previous?: Record<string, number>;
  /** When replicas that moved for want of room go back; matters with `rebalance`. @default "never" */
  moveBack?: MoveBack;
  /** Cluster names, `*` for all others: a group gets replicas when those before it are full. @default one group */
  groups?: string[][];
  /** How evenly replicas are spread over regions, zones or the values of a label; at most one. */
  spread?: SpreadConstraint[];
  /** Whether replicas that no cluster may take are a warning or an error. @default "warn" */
  whenUnplaced?: WhenUnplaced;
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
