import type { Ask } from "./ask";
import type { Candidate } from "./candidate";
import { fnv1 } from "./fnv1";

const INDICES = 2 ** 21;

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
  because: string;
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
    because: "",
  };
}

/**
 * KubeFed's line, with its places written into the tallies: by weight, the heaviest first; equal weights
 * by hash, the smallest first; equal hashes, which KubeFed leaves to chance, in the order given.
 */
export function standInLine(tallies: readonly Tally[]): Tally[] {
  const line = byHash(tallies);
  const weight = line[0]?.candidate.weight;
  if (line.some(({ candidate }) => candidate.weight !== weight)) {
    // Sorting is stable, so equal weights stay in the order of their hashes.
    line.sort((a, b) => b.candidate.weight - a.candidate.weight);
  }
  line.forEach((tally, i) => {
    tally.place = i + 1;
  });
  return line;
}

function byHash(tallies: readonly Tally[]): Tally[] {
  // Numbers in a typed array sort several times faster than objects. A hash has 32 bits, so a number holds
  // it together with an index below two million.
  const keys = new Float64Array(tallies.length);
  tallies.forEach(({ hash }, i) => {
    keys[i] = hash * INDICES + i;
  });
  const line: Tally[] = [];
  for (const key of keys.sort()) {
    const tally = tallies[key - Math.floor(key / INDICES) * INDICES];
    if (tally !== undefined) line.push(tally);
  }
  return line;
}
