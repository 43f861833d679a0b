import type { Contender } from "./contender";
import { sumOf } from "./inGroups";

/**
 * Leaves no more clusters to grow than the replicas need: in the order of the groups, those that have some
 * already before the others, then the roomiest. The ceiling of each of the others becomes its floor.
 */
export function aggregate(contenders: readonly Contender[], placed: number): void {
  let needed = placed - sumOf(contenders, "floor");
  for (const contender of [...contenders].sort(compareForAggregation)) {
    if (needed <= 0) contender.ceiling = contender.floor;
    needed -= contender.ceiling - contender.floor;
  }
}

function compareForAggregation(a: Contender, b: Contender): number {
  return (
    compareNumbers(a.group, b.group) ||
    compareNumbers(hasSome(b), hasSome(a)) ||
    compareNumbers(b.ceiling, a.ceiling) ||
    compareNumbers(a.rank, b.rank)
  );
}

/** What is not kept does not count: then the division is as though nothing ran. */
function hasSome({ kept = 0 }: Contender): number {
  return kept > 0 ? 1 : 0;
}

/** Also of infinite numbers, whose difference is none. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
