import type { Candidate } from "../candidate";
import type { Division } from "../division";

/** Whether what runs may bind at all; a cluster of no weight keeps what it has only then. */
export function mayKeep({ options, rebalance }: Division): boolean {
  if (rebalance && options?.moveBack === "always") return false;
  return rebalance || options?.keep === "previous";
}

/** Whether what runs binds this division. */
export function isKeeping(division: Division): boolean {
  if (!mayKeep(division)) return false;
  const isOnDemand = division.rebalance && division.options?.moveBack === "onDemand";
  return !isOnDemand || isUnchanged(division);
}

/** Whether what was divided last is what is to be divided now, room apart. */
function isUnchanged({ candidates, totalReplicas }: Division): boolean {
  let sum = 0;
  for (const candidate of candidates) sum += withinLimits(candidate);
  return sum === totalReplicas;
}

function withinLimits({ current, minReplicas, maxReplicas }: Candidate): number {
  return Math.min(Math.max(current, minReplicas), maxReplicas);
}
