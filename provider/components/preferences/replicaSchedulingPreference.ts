/*
 * What divides numbers over clusters: replicas, the work of Jobs, the limits of autoscalers; also of workloads
 * that others own.
 */

import * as pulumi from "@pulumi/pulumi";
import type { ReplicaPreference } from "../../core/model";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import type { ReplicaAlgorithm } from "../../core/replicas/replicasToPlan";
import type {
  KeepMode,
  MoveBack,
  ReplicaStrategy,
  SpreadConstraint,
  Unplaced,
} from "../../core/replicas/websterOptions";
import type { ReplicaScheduling } from "../../core/scheduling/replicaScheduling";
import type { FederatedStatus } from "../../core/status/status";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { MemberResources } from "../declare/memberResource";
import { componentOptions } from "../declare/childOptions";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { type ReplicaTarget, scaleTarget } from "./replicaTarget";

/** What runs and what has room, by cluster name; as `observeReplicas` and `observeCapacity` give it. */
export interface ObservedReplicasArgs {
  /** Replicas that are running and ready. @default nothing is known */
  current?: Record<string, number>;
  /** Replicas that there is room for. @default no limit */
  capacity?: Record<string, number>;
}

/** Arguments of a ReplicaSchedulingPreference; all plain, so that the division is known at preview. */
export interface ReplicaSchedulingPreferenceArgs {
  /** Replicas over all clusters, from 0. */
  totalReplicas: number;
  /** What each cluster is to get, by its name, `*` for all others. @default { "*": { weight: 1 } } */
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
  groups?: readonly (readonly string[])[];
  /** How evenly replicas are spread over regions, zones or the values of a label; at most one. */
  spread?: readonly SpreadConstraint[];
  /** Whether replicas that no cluster may take are a warning or an error. @default "warn" */
  unplaced?: Unplaced;
  /** Running replicas and room per cluster, where they were read. */
  observed?: ObservedReplicasArgs;
  /** A workload that another stack or tool owns, to be driven by this preference. @default none */
  target?: ReplicaTarget;
}

/**
 * How the replicas of a workload are divided over the member clusters it is placed on. Given to a
 * federated workload as `scheduling`; problems in it are reported there.
 *
 * With `target` it drives a workload that another stack or tool owns: the replica count is set on every
 * member cluster, and nothing else of the workload. It has to be there already, which is asked at preview
 * unless the preference depends on other resources (`dependsOn`). When the preference goes, the count stays
 * and nobody owns it. On a cluster with a provider of your own, whose credentials cannot be read, and with
 * `retainOnDelete: true`, the count stays and our field manager keeps it; with `retainOnDelete: false` the
 * count goes, which Kubernetes reads as 1.
 *
 * Source: KubeFed `scheduling.kubefed.io/v1alpha1` ReplicaSchedulingPreference.
 *
 * @example
 * // The replicas of a Deployment that somebody else made.
 * const web = new kubefed.ReplicaSchedulingPreference("web", {
 *   target: { kind: "Deployment", namespace: "shop", name: "web", clusters },
 *   totalReplicas: 9,
 *   clusters: { "us-east": { weight: 2 }, "*": { weight: 1 } },
 * });
 * web.plan.clusters.map(({ cluster, replicas }) => [cluster, replicas]);
 * //=> [["eu-west", 3], ["us-east", 6]]
 */
export class ReplicaSchedulingPreference extends pulumi.ComponentResource {
  readonly preference: ReplicaScheduling;
  /** With `target`: what each member cluster gets and why. */
  readonly plan: PropagationPlan | undefined;
  /** With `target`: how the workload is, per cluster and rolled up, as of the last update or refresh. */
  readonly status: pulumi.Output<FederatedStatus> | undefined;
  /** With `target`: the fleet that its placement chooses from. */
  readonly clusters: readonly KubeFedCluster[];
  /** With `target`: the patch of every selected cluster, by cluster name. */
  readonly resources: MemberResources<pulumi.CustomResource>["resources"];
  /** With `target`: the patches of clusters with `unreachable: "keep"`. */
  readonly deferred: MemberResources<pulumi.CustomResource>["deferred"];

  constructor(name: string, args: ReplicaSchedulingPreferenceArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:ReplicaSchedulingPreference", name, {}, componentOptions(opts));
    const { target, ...scheduling } = args;
    const driven =
      target === undefined
        ? nothingDriven
        : scaleTarget({ component: this, name, target, scheduling, opts });
    this.preference = scheduling;
    this.plan = driven.plan;
    this.status = driven.status;
    this.clusters = driven.clusters;
    this.resources = driven.resources;
    this.deferred = driven.deferred;
    const { preference, plan } = this;
    this.registerOutputs({ preference, ...(plan === undefined ? {} : { plan }) });
  }
}

/** What a preference without a target gives besides the preference itself. */
const nothingDriven = {
  plan: undefined,
  status: undefined,
  clusters: [],
  resources: {},
  deferred: {},
};
