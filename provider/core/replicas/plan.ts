/*
 * How many replicas each cluster gets and why; `kubefed/` is the original's planner, `webster/` the fairer one.
 */

import { IssuesError, type Issue } from "../issue";
import { explainNoPreference } from "./kubefed/because";
import { findCandidates, validateWeights, type Candidate, type ReplicaCounts } from "./candidate";
import { assertDivided, type Division, type Explicable } from "./division";
import { divideAsKubeFed } from "./kubefed/kubefed";
import { emptyRecord, ownValue, setOwn } from "../plain/ownKey";
import {
  isSortedSet,
  validateReplicasToPlan,
  type ReplicaAlgorithm,
  type ReplicasToPlan,
} from "./replicasToPlan";
import { divideByWebster } from "./webster/websterDivision";

export type { ReplicaAlgorithm, ReplicasToPlan } from "./replicasToPlan";

/** How many replicas each cluster gets. */
export interface ReplicaDivision {
  /** By cluster; every cluster has an entry. Overflow is not in it. */
  readonly replicas: ReplicaCounts;
  /** What a capacity refused and the cluster should get all the same, where that is above 0. */
  readonly overflow: ReplicaCounts;
  /** `totalReplicas` less all `replicas`. */
  readonly unplaced: number;
}

/** The same, and why. */
export interface ReplicaPlan extends ReplicaDivision {
  /** By cluster: one sentence that begins with its replicas and can be checked with a pencil. */
  readonly because: Readonly<Record<string, string>>;
  /** What there is to say about the plan as a whole, one sentence each; absent where there is nothing. */
  readonly notes?: readonly string[];
}

const ALGORITHMS: Readonly<Record<ReplicaAlgorithm, (division: Division) => Explicable>> = {
  kubefed: divideAsKubeFed,
  webster: divideByWebster,
};

/**
 * Divides replicas over clusters.
 *
 * - `replicas` and `unplaced` add up to `totalReplicas`; no cluster is above its maximum or capacity.
 * - The order of `clusters` and of any map changes nothing; results are sorted by cluster name.
 * - A cluster that no preference names gets 0, unless there is one for `*`.
 *
 * Throws `IssuesError` with all that is wrong in the arguments.
 *
 * @example
 * planReplicas({ clusters: ["us", "eu"], totalReplicas: 8, preferences: { us: { weight: 2 }, "*": { weight: 1 } } })
 * //=> { replicas: { eu: 2, us: 6 }, overflow: {}, unplaced: 0, because: { eu: "2 of 8: weight 1 of 3 asks for 2.67, rounded up, cut to the 2 left for number 2 by weight and hash", us: "6 of 8: weight 2 of 3 asks for 5.33, rounded up" } }
 */
export function planReplicas(args: ReplicasToPlan): ReplicaPlan {
  const outcome = divide(args);
  const { replicas, overflow, unplaced } = toNumbers(outcome);
  const because = toSentences(outcome, args.totalReplicas);
  const notes = outcome.divided.notes?.() ?? [];
  return { replicas, overflow, unplaced, because, ...(notes.length > 0 ? { notes } : {}) };
}

/**
 * The numbers of `planReplicas` without the sentences, for where nobody reads them: it takes about half
 * the time. It checks and throws the same.
 *
 * @example
 * divideReplicas({ clusters: ["us", "eu"], totalReplicas: 8 })
 * //=> { replicas: { eu: 4, us: 4 }, overflow: {}, unplaced: 0 }
 */
export function divideReplicas(args: ReplicasToPlan): ReplicaDivision {
  return toNumbers(divide(args));
}

interface Outcome {
  /** Sorted. */
  readonly names: readonly string[];
  /** By the same place; undefined where no preference names the cluster. */
  readonly found: readonly (Candidate | undefined)[];
  readonly divided: Explicable;
}

function divide(args: ReplicasToPlan): Outcome {
  const { algorithm = "kubefed", key = "", totalReplicas, rebalance = false } = args;
  const isSorted = isSortedSet(args.clusters);
  failOn(validateReplicasToPlan(args, isSorted), key);
  const names = isSorted ? args.clusters : [...args.clusters].sort();
  const { previous, topology } = args;
  const found = findCandidates(
    names,
    previous === undefined ? args : { ...args, current: previous },
  );
  const candidates = presentOf(found);
  failOn(validateWeights(candidates), key);
  const division = { candidates, totalReplicas, rebalance, key, options: args, topology };
  const divided = ALGORITHMS[algorithm](division);
  failOn(divided.issues ?? [], key);
  assertDivided(division, divided);
  return { names, found, divided };
}

function toNumbers({ names, found, divided }: Outcome): ReplicaDivision {
  const replicas = emptyRecord<number>(names.length);
  const overflow: Record<string, number> = {};
  let at = 0;
  let next = 0;
  for (const name of names) {
    const decision = found[at++] && divided.decisions[next++];
    setOwn(replicas, { key: name, value: decision?.replicas ?? 0 });
    if (decision !== undefined && decision.overflow > 0) {
      setOwn(overflow, { key: name, value: decision.overflow });
    }
  }
  return { replicas, overflow, unplaced: divided.unplaced };
}

function toSentences(
  { names, found, divided }: Outcome,
  totalReplicas: number,
): Record<string, string> {
  const because = emptyRecord<string>(names.length);
  let at = 0;
  let next = 0;
  for (const name of names) {
    const isCandidate = found[at++] !== undefined;
    const value = isCandidate ? divided.explain(next++) : explainNoPreference(totalReplicas);
    setOwn(because, { key: name, value });
  }
  return because;
}

function presentOf(found: readonly (Candidate | undefined)[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const candidate of found) if (candidate !== undefined) candidates.push(candidate);
  return candidates;
}

/**
 * What KubeFed writes into each cluster: replicas plus overflow, which in sum can be above the total.
 *
 * @example
 * appliedReplicas({ replicas: { eu: 5, us: 4 }, overflow: { us: 3 } })
 * //=> { eu: 5, us: 7 }
 */
export function appliedReplicas(
  plan: Pick<ReplicaPlan, "overflow" | "replicas">,
): Record<string, number> {
  const counts = Object.entries(plan.replicas);
  const applied = emptyRecord<number>(counts.length);
  for (const [name, replicas] of counts) {
    setOwn(applied, { key: name, value: replicas + (ownValue(plan.overflow, name) ?? 0) });
  }
  return applied;
}

function failOn(issues: readonly Issue[], key: string): void {
  if (issues.length > 0) throw new IssuesError(`replica plan ${JSON.stringify(key)}`, issues);
}
