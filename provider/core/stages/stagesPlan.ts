import type { Issue } from "../issue";
import type { MemberCluster } from "../model";
import type { Attempt, StagesRecord } from "./record";
import type { StagedUpdateSettings } from "./strategy";

/** A member cluster of a strategy. */
export interface StagedCluster extends MemberCluster {
  /** Why it is away and kept as it is; absent where it is there. */
  readonly away?: string;
}

/** All that decides how far an update goes. */
export interface StagesRequest {
  readonly strategy: StagedUpdateSettings;
  readonly clusters: readonly StagedCluster[];
  /** By cluster: the revision that it is to have; absent where it is not known before the update. */
  readonly wanted: Readonly<Record<string, string | undefined>>;
  readonly record: StagesRecord;
  /** By cluster: what an update began to write last. */
  readonly attempts: Readonly<Record<string, Attempt>>;
  /** By cluster, of those that were asked: why it is not healthy; undefined where it is. */
  readonly health: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Replicas by cluster. */
  readonly replicas: Readonly<Record<string, number>>;
  /** Such as `canary@2f4045a1`. */
  readonly approvals: readonly string[];
}

/**
 * What becomes of a stage: `passed`, all its clusters are proven; `now`, this update writes it; `waits`, for
 * time or an approval; `unhealthy`, what it has is not healthy; `held`, an earlier one is not passed; `empty`.
 */
export type StageState = "empty" | "held" | "now" | "passed" | "unhealthy" | "waits";

/** A stage in a plan. */
export interface PlannedStage {
  readonly name: string;
  readonly state: StageState;
  readonly clusters: readonly string[];
  /** The clusters that are still to be written, in the order in which they are, each wave at once. */
  readonly waves: readonly (readonly string[])[];
  /** Replicas on the clusters of the largest wave. */
  readonly atRisk: number;
  /** What must hold after it, in words. */
  readonly after: string;
  /** Why it is in that state. */
  readonly because: string;
  /** What an approval of it says; absent where none is needed, or its revision is not known yet. */
  readonly approval?: string;
  /** How long it has to wait yet, in milliseconds, as far as that is known. */
  readonly waitMs?: number;
  /** How many of its clusters this update writes. */
  readonly now: number;
  /** How long its clusters have to be healthy yet before what comes after it, in milliseconds. */
  readonly leastMs: number;
}

/** A cluster that this update writes. */
export interface ReleasedCluster {
  readonly cluster: string;
  readonly stage: string;
  /** Its place in the order of all waves of this update, from 0. */
  readonly wave: number;
  /** Whether it counts as proven as soon as it is written. */
  readonly proves: boolean;
  readonly because: string;
}

/** A cluster that stays as the stack has it, and why. */
export interface HeldCluster {
  readonly cluster: string;
  readonly stage: string;
  readonly because: string;
}

/** How far an update goes. */
export interface StagesPlan {
  /** What the whole update is called: a digest of all revisions; undefined where one is not known yet. */
  readonly revision: string | undefined;
  readonly stages: readonly PlannedStage[];
  /** In the order of their waves, then by name. */
  readonly released: readonly ReleasedCluster[];
  /** By name. */
  readonly held: readonly HeldCluster[];
  /** Those that have been through their stage's gate now. */
  readonly proven: readonly string[];
  /** Those whose time begins again, because they are not healthy. */
  readonly restarted: readonly string[];
  /** Those of this stack that were healthy for their stage's time, whether the stage is passed or not. */
  readonly soaked: readonly string[];
  /** Those that their stage goes on without, and why. */
  readonly failed: readonly HeldCluster[];
  /** Those that are kept as they are while they are away, and why. */
  readonly away: readonly HeldCluster[];
  /** Approvals that approve nothing of this update. */
  readonly strayApprovals: readonly string[];
  readonly issues: readonly Issue[];
}

/** How far an update goes, as a preview tells it to who shows it. Without values. */
export interface StagesReport extends Omit<StagesPlan, "issues"> {
  /** The strategy's name. */
  readonly strategy: string;
  /** The URNs of the components that it stages. */
  readonly components: readonly string[];
  /** Replicas of all workloads on all of its clusters. */
  readonly replicas: number;
}
