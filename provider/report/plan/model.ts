import type { KubeObject } from "../../core/model";
import type { HeldCluster, StageState } from "../../core/stages/stagesPlan";

/** The version of the JSON document; a field is only ever added within one version. */
export const fleetPlanVersion = 1;

/**
 * What an update would do to one federated object on one member cluster.
 *
 * | action         | the object on the cluster                                                |
 * | -------------- | ------------------------------------------------------------------------ |
 * | `create`       | is not there and will be                                                 |
 * | `update`       | is changed in place                                                      |
 * | `replace`      | is deleted and created anew                                              |
 * | `delete`       | is there and will not be                                                 |
 * | `release`      | stays, and is no longer Pulumi's (`retainOnDelete`)                      |
 * | `same`         | stays as it is                                                           |
 * | `deferred`     | belongs there, and waits until the cluster can be reached                |
 * | `not-selected` | does not belong there, and is not there                                  |
 */
export type CellAction =
  "create" | "update" | "replace" | "delete" | "release" | "same" | "deferred" | "not-selected";

/** All actions, in the order in which totals list them. */
export const cellActions: readonly CellAction[] = [
  "create",
  "update",
  "replace",
  "delete",
  "release",
  "same",
  "deferred",
  "not-selected",
];

/** A member cluster: a column of the picture. */
export interface FleetCluster {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly zones: readonly string[];
  /** Whether the program no longer has it. */
  readonly leaving?: true;
  /** Why nothing is known of it in a plan of several shards; absent where its shard has a plan. */
  readonly noPlan?: string;
}

/** Replicas before and after; one of them is absent where the object is not there. */
export interface ReplicaChange {
  readonly now?: number;
  readonly then?: number;
  /** Present where nobody gives the count any longer, and `then` is what Kubernetes makes of that. */
  readonly isDefault?: true;
}

/** A change that an override makes to the template, with the values at its place. */
export interface OverrideStep {
  /** Which override, and why it applies: `overrides[1], region=us`. */
  readonly override: string;
  readonly op: "add" | "remove" | "replace" | "merge";
  /** JSON pointer, or the dotted form it was written in. */
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** One federated object on one member cluster. */
export interface PlanCell {
  readonly cluster: string;
  readonly action: CellAction;
  /** Why the cluster is selected or not, or why the object goes or waits. */
  readonly reason: string;
  readonly replicas?: ReplicaChange;
  /** The cluster's share of the requests before and after, of a MultiClusterIngress. */
  readonly weight?: ReplicaChange;
  /** How the replicas come about. */
  readonly because?: string;
  /** Its stage, where its updates are staged. */
  readonly stage?: string;
  /** Why the next update leaves it as it is for now; absent where it does not. */
  readonly held?: string;
  /** What its API server says that refuses it; an update would fail there. */
  readonly refused?: string;
  readonly overrides: readonly OverrideStep[];
}

/** One field that differs. */
export interface FieldChange {
  /** Pulumi property path, such as `spec.template.spec.containers[0].image`. */
  readonly path: string;
  readonly op: "add" | "remove" | "update";
  readonly from?: unknown;
  readonly to?: unknown;
  /** Whether this field is why the object must be replaced. */
  readonly replaces?: true;
}

/** The same changes on one or more clusters. */
export interface DiffGroup {
  readonly clusters: readonly string[];
  readonly changes: readonly FieldChange[];
}

/** The same object on one or more clusters. */
export interface ManifestGroup {
  readonly clusters: readonly string[];
  readonly manifest: KubeObject;
}

/** A federated object: a row of the picture. */
export interface PlanRow {
  /** The component's URN. */
  readonly urn: string;
  /** The component's name in the program. */
  readonly resource: string;
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace?: string;
  /** Over all clusters, for objects that have replicas. */
  readonly replicas?: ReplicaChange;
  /** One per cluster, sorted by name. */
  readonly cells: readonly PlanCell[];
  /** Changed objects, equal changes once. */
  readonly diffs: readonly DiffGroup[];
  /** What the clusters will hold, equal objects once; what is deleted as it is now. */
  readonly manifests: readonly ManifestGroup[];
  readonly decisions?: PlanDecisions;
}

/** What decides where an object goes, as the program gives it. */
export interface PlanDecisions {
  readonly placement?: unknown;
  /** The clusters of the federated namespace around it. */
  readonly within?: unknown;
  readonly scheduling?: unknown;
}

/** A resource that is no federated object and changes: a provider, a record set, anything else. */
export interface OtherChange {
  readonly action: Exclude<CellAction, "same" | "deferred" | "not-selected">;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly changes: readonly FieldChange[];
}

/** Something the person should know. */
export interface PlanWarning {
  /** The row that it is about. */
  readonly urn?: string;
  readonly message: string;
}

/** A stage of a staged update. */
export interface PlanStage {
  /** The strategy's name. */
  readonly strategy: string;
  readonly name: string;
  readonly state: StageState;
  /** Why it is in that state. */
  readonly because: string;
  readonly clusters: readonly string[];
  /** The clusters that are still to be written, in their order, each wave at once. */
  readonly waves: readonly (readonly string[])[];
  /** How many clusters the next update writes. */
  readonly now: number;
  /** Replicas on the clusters of the largest wave. */
  readonly replicasAtOnce: number;
  /** What must hold after it, in words. */
  readonly after: string;
  /** What an approval of it says, where it needs one. */
  readonly approval?: string;
  /** How long its clusters have to be healthy yet, in milliseconds. */
  readonly leastMs: number;
}

/** A staged update as a whole. */
export interface PlanStagedUpdate {
  /** The strategy's name. */
  readonly strategy: string;
  /** What the whole update is called; absent where that is only known in the update. */
  readonly revision?: string;
  /** The URNs of the rows that it stages. */
  readonly objects: readonly string[];
  readonly clusters: number;
  /** Replicas of all its workloads. */
  readonly replicas: number;
  /** Those that the next update leaves as they are for now, and why. */
  readonly held: readonly HeldCluster[];
  /** Those that are away, and those that did not take it; nobody waits for them. */
  readonly left: readonly HeldCluster[];
  /** Approvals that approve nothing of it. */
  readonly strayApprovals: readonly string[];
}

/** How many cells have each action. */
export type CellCounts = Readonly<Record<CellAction, number>>;

/** What an update would do to the whole fleet: plain data, without secrets, the `json` format itself. */
export interface FleetPlan {
  readonly format: "kubefed-plan";
  readonly version: number;
  readonly project: string;
  readonly stack: string;
  readonly clusters: readonly FleetCluster[];
  readonly objects: readonly PlanRow[];
  readonly others: readonly OtherChange[];
  readonly totals: CellCounts;
  readonly warnings: readonly PlanWarning[];
  /** The stages of all staged updates, in their order, whatever part of the plan is shown. @default none */
  readonly stages?: readonly PlanStage[];
  /** @default none */
  readonly stagedUpdates?: readonly PlanStagedUpdate[];
  /** The shard whose plan it is, where the fleet is larger than its stack. */
  readonly shard?: PlanShard;
  /** The shards whose plans are joined in it. @default it is the plan of one stack */
  readonly shards?: readonly JoinedShard[];
}

/** The shard that a stack is, in its own plan. */
export interface PlanShard {
  readonly name: string;
  /** What the program divides over the whole fleet, as a digest that all shards have to have. */
  readonly division: string;
  /** By cluster of another shard: that shard. Neither they nor their objects are in the plan. */
  readonly elsewhere: Readonly<Record<string, string>>;
}

/** A shard in the plan of a whole fleet. */
export interface JoinedShard {
  readonly name: string;
  readonly stack: string;
  readonly clusters: readonly string[];
  /** Why there is no plan of it; absent where there is one. */
  readonly problem?: string;
}
