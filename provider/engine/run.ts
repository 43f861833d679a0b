/*
 * The only room that says `pulumi.runtime`: what a run knows, the gate of a program, values that are known, the end
 * of the program's own code. `state/`, `owner/` and `deletion/` are what the engine keeps of the stack.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import type { KubeApi } from "../adapters/kubernetes/apiClient";
import type { Departure } from "../core/deletion/departures";
import type { Issue } from "../core/issue";
import type { ClusterIdentity, PlacedMember } from "../core/membership/identity";
import type { MemberSource } from "../core/membership/lostMembers";
import type { PolicyRule } from "../core/membership/rules";
import type { ClusterHealth } from "../core/status/health";
import type { LiveObjects } from "../adapters/kubernetes/liveObjects";
import type { KubeObject } from "../core/model";
import type { DividedObject } from "../core/shards/divisionDigest";
import type { PropagationPlan } from "../core/objects/propagationPlan";
import type { ObjectAnswer } from "../core/existing/existingObjects";
import type { StagedUpdate } from "./stages/stagedUpdate";
import type { StackState } from "./state/stateIndex";

/**
 * What one run of a program knows, and all that it knows: who declares what, what was asked of whom.
 *
 * It is one value with one owner, whoever starts the run. Nothing in it is found by the identity of a
 * JavaScript object of ours, because a process that serves other languages makes those anew for every
 * component.
 */
export interface Run {
  /** The batch of declarations that still grows, if any. */
  batch: Batch | undefined;
  /** What the stack had when the run began, once it was asked for. */
  stackState: Promise<StackState> | undefined;
  /** By what the stack is told from every other one, once somebody asked. */
  owner: Owner | undefined;
  /** By the member cluster's name: what it was asked about objects. */
  readonly questions: Map<string, ObjectQuestions>;
  /** What was said once, and need not be said again. */
  readonly said: Set<string>;
  /** By `<member cluster>/<object>`: who declares it. */
  readonly claims: Map<string, string>;
  /** DNS names by `<where they are published>/<name>`, each with who publishes it. */
  readonly publishedNames: Map<string, string>;
  /** By the member cluster's name, which is its own within a run: how it was found. */
  readonly probes: Map<string, Promise<Probe>>;
  /** By the member's name: what a provider of the program's own works with, where it can be read. */
  readonly ownAccess: Map<string, pulumi.Output<string | undefined>>;
  /** The members whose kubeconfig became known after the others were asked, and which clusters they are. */
  readonly places: PlacedMember[];
  /** By the member's name: the cluster that the program says it is. */
  readonly accepted: Map<string, ClusterIdentity>;
  /** What lists member clusters, and which, in the order in which it was read. */
  readonly sources: MemberSource[];
  /** By the member cluster's name: what joining lets its credentials do, undefined for everything. */
  readonly grantedRules: Map<string, Promise<readonly PolicyRule[] | undefined>>;
  /** The federated components of the run and the clusters that each has an object on. */
  readonly expansions: Expansion[];
  /** The components that stand in for those gone, by URN. */
  readonly standIns: Map<string, pulumi.ComponentResource>;
  /** The gates of all batches, those that were closed included. */
  readonly gates: Promise<void>[];
  /** What is to be known of the stack's copies before any of them is deleted. */
  readonly deletions: Deletions;
  /** By the strategy's name. */
  readonly stagedUpdates: Map<string, StagedUpdate>;
  /** The part of a larger fleet that the stack has; undefined where it has all of it. */
  shard: RunShard | undefined;
  /** Present where a plugin constructs components for a program in another language. */
  readonly served?: Served;
}

/** What is different where each component of a program is asked for by itself, in no known order. */
export interface Served {
  /**
   * Is told what a batch found, and says whether its gate stays closed for ever: an error in its place would
   * be every component's.
   */
  readonly refuses: (problems: readonly Problem[]) => boolean;
}

/** A stack that is a shard: it plans for a whole fleet, and has a part of the clusters. */
export interface RunShard {
  readonly name: string;
  /** The other shards of the fleet, by name, and the stacks that they are. */
  readonly others: Readonly<Record<string, string>>;
  /** With which all shards salt the revisions of staged updates; undefined where none is known yet. */
  readonly salt: string | undefined;
  /** What the program gives the whole fleet, as far as it is declared. */
  readonly divided: DividedObject[];
  /** Ends when it is known what the program divides; from then on nothing can be added. */
  readonly division: Promise<string>;
  /** Tells what it is. */
  readonly decide: (division: string) => void;
  /** What it is, once it is known. */
  decided: string | undefined;
  /** Whether the end of the batch is waited for. */
  isConcluding: boolean;
  /** By stack: what it had when it was asked for. */
  readonly states: Map<string, Promise<StackState | undefined>>;
}

/** What a run notes for the end of its program, where it is judged what leaves the member clusters. */
export interface Deletions {
  /** Whether somebody waits for the end already. */
  isWatched: boolean;
  readonly clusters: LeavableCluster[];
  readonly components: DeletionTerms[];
  /**
   * By the component's URN: what becomes of the copies that the stack has of it. Only where a plugin serves the
   * program, because then nobody knows when all is declared.
   */
  readonly departures: Map<string, readonly Departure[]>;
}

/** A member cluster, as far as it matters when something leaves it. */
export interface LeavableCluster extends pulumi.Resource {
  readonly name: string;
  readonly retire: boolean;
  readonly unreachable: "fail" | "keep";
  /** Absent for a cluster whose credentials cannot be read. */
  readonly memberKubeconfig: pulumi.Output<string> | undefined;
  readonly context: string | undefined;
}

/** How the objects of a component go. */
export interface DeletionTerms {
  readonly component: pulumi.ComponentResource;
  /** Whether they stay on their clusters. */
  readonly isRetained: boolean;
  /** Whether they take along what others have in them. */
  readonly takesContents: boolean;
}

/**
 * All federated components of a program that are declared in one go are checked together: their
 * children wait at a gate until the last of them was declared, so that every problem of the program
 * is reported at once and nothing is written when there is one.
 */
export interface Batch {
  readonly gate: Promise<void>;
  /** By their subjects. */
  readonly problems: Map<string, Problem>;
  /** What is still being found out. */
  readonly findings: Promise<void>[];
  /** What can be said only when everything is declared. */
  readonly conclusions: (() => Promise<void>)[];
  declared: number;
}

/** What is wrong with one resource of a program. */
export interface Problem {
  readonly subject: string;
  readonly issues: readonly Issue[];
  readonly resource: pulumi.Resource;
}

/** What came of asking a cluster how it is. */
export type Probe =
  | {
      readonly kind: "asked";
      readonly health: ClusterHealth;
      /** Absent where the kubeconfig is malformed. */
      readonly api: KubeApi | undefined;
      /** The default namespace of its kubeconfig. */
      readonly namespace?: string | undefined;
      /** Which cluster it is, in every kind that was asked for, the best first; empty where nothing tells. */
      readonly identities?: readonly ClusterIdentity[];
      /** The same by the credentials given, where those that joining gave are in use. */
      readonly given?: Probe | undefined;
    }
  | { readonly kind: "not-asked"; readonly why: string };

/** A federated component of a run and the clusters it has an object on. */
export interface Expansion {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly clusters: readonly string[];
  /** With the objects, whose values may be Outputs. */
  readonly plan: PropagationPlan;
}

/** What one member cluster was asked about objects. */
export interface ObjectQuestions {
  /** By API version, kind, namespace and name. */
  readonly answers: Map<string, Promise<ObjectAnswer>>;
  /** By the collection's path. */
  readonly lists: Map<string, ObjectList>;
  /** How kinds are called in paths. */
  readonly kinds: LiveObjects;
}

/** The objects of a collection that bear our label, listed where enough of them are asked for. */
export interface ObjectList {
  asked: number;
  /** The metadata of each, by its name. */
  readonly found: Promise<ReadonlyMap<string, KubeObject>>;
}

/** By what a stack is told from every other one, wherever their states are kept. */
export interface Owner {
  /** Undefined in a preview of a stack that has none yet. Waits for no resource. */
  readonly id: Promise<string | undefined>;
  /**
   * Known once it is in the stack's state, so that nothing can bear it that a later run would not
   * recognise; unknown in a preview of a stack that has none yet.
   */
  readonly output: pulumi.Output<string>;
}

/** Runs that were started by somebody who says which is which. */
const started = new AsyncLocalStorage<Run>();

/**
 * Runs of programs in this process, by their connection to the engine: a process that uses the Automation
 * API may run several at the same time, each with a connection of its own.
 */
const connected = new WeakMap<object, Run>();

/** Where there is no engine at all. */
const unconnected = {};

/** The run that the code which asks belongs to. */
export function currentRun(): Run {
  const given = started.getStore();
  if (given !== undefined) return given;
  const connection: object = pulumi.runtime.getMonitor() ?? unconnected;
  const run = connected.get(connection) ?? newRun();
  connected.set(connection, run);
  return run;
}

/** Calls a function, and all that it starts, as a part of a run. */
export function within<T>(run: Run, body: () => T): T {
  return started.run(run, body);
}

/** A run that knows nothing yet. */
export function newRun(): Run {
  return {
    batch: undefined,
    stackState: undefined,
    owner: undefined,
    questions: new Map(),
    said: new Set(),
    claims: new Map(),
    publishedNames: new Map(),
    probes: new Map(),
    ownAccess: new Map(),
    places: [],
    accepted: new Map(),
    sources: [],
    grantedRules: new Map(),
    expansions: [],
    standIns: new Map(),
    gates: [],
    deletions: { isWatched: false, clusters: [], components: [], departures: new Map() },
    stagedUpdates: new Map(),
    shard: undefined,
  };
}
