/*
 * Staged updates, as far as the engine has to do with them: what a run knows of one, what the stack's state keeps of
 * it, what is approved, and what a cluster's revision is.
 */

import type * as pulumi from "@pulumi/pulumi";
import type { KubeObject, MemberCluster } from "../../core/model";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import type { NextRecord } from "../../core/stages/nextRecord";
import type { StagesPlan, StagesRequest } from "../../core/stages/stagesPlan";
import type { StagedUpdateSettings } from "../../core/stages/strategy";
import type { RefusedObjects } from "../../core/stages/wholeUpdate";

/** What a check of one's own is told of a cluster. */
export interface HealthQuestion {
  /** The member cluster's name. */
  readonly cluster: string;
  /** The strategy's objects there, as they are live. */
  readonly objects: readonly KubeObject[];
}

/** Says in a sentence why a cluster is not healthy, or nothing. */
export type HealthCheck = (
  question: HealthQuestion,
) => Promise<string | undefined> | string | undefined;

/** A member cluster, as far as staging goes. */
export interface StagedMember extends MemberCluster, pulumi.Resource {
  readonly unreachable: "fail" | "keep";
  /** The shard that has it, where that is another stack. */
  readonly elsewhere: string | undefined;
  readonly memberKubeconfig: pulumi.Output<string> | undefined;
  readonly context: string | undefined;
  readonly provider: pulumi.ProviderResource;
}

/** A federated component that a strategy stages. */
export interface StagedPart {
  readonly component: pulumi.ComponentResource;
  readonly subject: string;
  readonly name: string;
  readonly plan: PropagationPlan;
  readonly scope: "Cluster" | "Namespaced" | undefined;
  readonly members: readonly StagedMember[];
  /** What clusters of other shards are to have, by name, without what is divided. */
  readonly elsewhere: Readonly<Record<string, KubeObject>>;
  /** By cluster; filled when the component has declared them. */
  children: Readonly<Record<string, StagedChild>>;
}

/** One cluster's resource of a staged component. */
export interface StagedChild {
  readonly resource: pulumi.Resource | pulumi.Output<pulumi.Resource>;
  /** Why it is not registered in this run; undefined where it is. */
  readonly deferred: Promise<string | undefined>;
  /** Where the stack had it before it was renamed or moved. */
  readonly former?: Promise<string | undefined> | undefined;
}

/** What a run knows of one strategy. */
export interface StagedUpdate {
  readonly name: string;
  readonly subject: string;
  readonly component: pulumi.ComponentResource;
  readonly settings: StagedUpdateSettings;
  readonly healthy: HealthCheck | undefined;
  readonly parts: StagedPart[];
  /** Whether what is wrong between its components is to be said when the batch closes. */
  isConcluding: boolean;
  /** How far this update goes, once it is asked for; from then on nothing can join any more. */
  decision: Promise<StagesDecision> | undefined;
  /** By wave: resolves when it is written and healthy; each is asked about once. */
  readonly healthyWaves: Map<number, Promise<void>>;
  /** Resolves when the state has what this update begins to write. */
  attempted: Promise<void> | undefined;
}

/** How far this update goes. */
export interface StagesDecision {
  readonly request: StagesRequest;
  readonly plan: StagesPlan;
  readonly next: Readonly<Record<string, NextRecord>>;
  /** The clusters that other shards have: their part is in those shards' records. */
  readonly elsewhere: ReadonlySet<string>;
  /** By cluster: why it is held; nothing is where a preview shows the whole update. */
  readonly held: ReadonlyMap<string, string>;
  /** By cluster: its wave; none where a preview shows the whole update, so that none waits for another. */
  readonly waves: ReadonlyMap<string, number>;
  /** What stays as it is where a preview shows the whole update; undefined where it does not. */
  readonly whole: RefusedObjects | undefined;
  /** The secret that revisions are salted with; undefined in a preview of a stack that has none yet. */
  readonly salt: string | undefined;
  /** The URNs of what was staged in the last update. */
  readonly components: readonly string[];
}
