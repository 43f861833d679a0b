import type { Ask } from "./ask";
import type { Candidate } from "../candidate";
import { fnv1 } from "./fnv1";

/** One cluster's turn in one round, before its limits cut it. */
export interface Turn {
  readonly ask: Ask;
  /** What the cluster asks for, as far as replicas last. */
  readonly offered: number;
  /** How many of those it has already, because it keeps them from before. */
  readonly kept: number;
  /** How many replicas it would have without its limits. */
  readonly wanted: number;
  /** The cluster's turn in the round before. */
  readonly previous: Turn | undefined;
}

/** What one cluster has got so far and how it came to it. The planner fills it in step by step. */
export interface Tally {
  readonly candidate: Candidate;
  readonly hash: number;
  /** The cluster's number in line, from 1. */
  place: number;
  replicas: number;
  /** Its part of the minimums. */
  minimum: number;
  /** What it keeps of its current replicas above the minimum; undefined when that is not in question. */
  kept: number | undefined;
  /** What of `kept` has not been counted against an ask yet. */
  uncounted: number;
  lastTurn: Turn | undefined;
  /** What the capacity cut off in the end. */
  refused: number;
  /** What of `refused` is overflow. */
  overflow: number;
}

/** A cluster before the division: nothing yet, and its hash, by which equal weights are ordered. */
export function startTally(candidate: Candidate, key: string): Tally {
  return {
    candidate,
    hash: fnv1(key, fnv1(candidate.name)),
    place: 0,
    replicas: 0,
    minimum: 0,
    kept: undefined,
    uncounted: 0,
    lastTurn: undefined,
    refused: 0,
    overflow: 0,
  };
}
