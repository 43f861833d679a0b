import type { Contender } from "./contender";

/**
 * Makes each cluster a group of its own, to be filled before the next gets any: in the order of the groups
 * they are in, those that have some already before the others, then the roomiest. So no more clusters than
 * need be have any, and none of them loses replicas when the total grows.
 */
export function aggregate(contenders: readonly Contender[]): void {
  [...contenders].sort(compareForAggregation).forEach((contender, place) => {
    contender.group = contender.exclusion === undefined ? place : Infinity;
  });
}

function compareForAggregation(a: Contender, b: Contender): number {
  return (
    compareNumbers(a.group, b.group) ||
    compareNumbers(hasSome(b), hasSome(a)) ||
    compareNumbers(roomOf(b), roomOf(a)) ||
    compareNumbers(a.rank, b.rank)
  );
}

/** What is not kept does not count: then the division is as though nothing ran. */
function hasSome({ kept = 0 }: Contender): number {
  return kept > 0 ? 1 : 0;
}

/** The room that there is whatever the total, so that the order does not depend on it. */
function roomOf({ candidate }: Contender): number {
  return Math.min(candidate.maxReplicas, candidate.capacity);
}

/** Also of infinite numbers, whose difference is none. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
