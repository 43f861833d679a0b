/*
 * KubeFed's planner, bit for bit: rounds by weight that round up, minimums first, the hash as tie-break.
 */

import { explainTally } from "./because";
import type { Division, Explicable } from "../division";
import { standInLine } from "./line";
import { divideByWeight } from "./rounds";
import { startTally, type Tally } from "./tally";

/**
 * KubeFed's planner, number for number.
 *
 * 1. Clusters stand in line by weight, the heaviest first; equal weights by the FNV-1 hash of name and
 *    key, the smallest first; equal hashes, which KubeFed leaves to chance, by name.
 * 2. Each gets its minimum, as far as replicas last.
 * 3. Without `rebalance`, each keeps what runs there, as far as its limits and the replicas allow.
 * 4. What is left is divided by weight in rounds, always rounded up, so the end of the line may go short.
 * 5. What a capacity cut off is overflow; without `rebalance`, no more of it than stays unplaced.
 *
 * Minimums come first and only the rest is weighted: 10 at weights 2 and 3 with minimums 2 and 4 is 3 and
 * 7, not 4 and 6.
 *
 * Source: KubeFed pkg/controller/util/planner/planner.go.
 */
export function divideAsKubeFed({
  candidates,
  totalReplicas,
  rebalance,
  key,
}: Division): Explicable {
  const tallies: Tally[] = [];
  for (const candidate of candidates) tallies.push(startTally(candidate, key));
  const line = standInLine(tallies);
  let left = giveMinimums(line, totalReplicas);
  if (!rebalance) left = keepCurrent(line, left);
  const unplaced = divideByWeight({ line, left });
  for (const tally of tallies) {
    tally.overflow = rebalance ? tally.refused : Math.min(tally.refused, unplaced);
  }
  const explain = (place: number): string => {
    const tally = tallies[place];
    return tally === undefined ? "" : explainTally(tally, totalReplicas);
  };
  return { decisions: tallies, unplaced, explain };
}

function giveMinimums(line: readonly Tally[], totalReplicas: number): number {
  let left = totalReplicas;
  for (const tally of line) {
    tally.minimum = Math.min(tally.candidate.minReplicas, left, tally.candidate.capacity);
    tally.replicas = tally.minimum;
    left -= tally.minimum;
  }
  return left;
}

function keepCurrent(line: readonly Tally[], replicas: number): number {
  let left = replicas;
  for (const tally of line) {
    const { current, maxReplicas, capacity } = tally.candidate;
    if (current <= tally.minimum) continue;
    const kept = Math.min(Math.min(current, maxReplicas, capacity) - tally.minimum, left);
    tally.kept = kept;
    tally.uncounted = kept;
    tally.replicas += kept;
    left -= kept;
  }
  return left;
}
