import type { Contender } from "../webster/contender";
import { apportion } from "../webster/webster";

/**
 * Apportions a total within the floors and ceilings, group after group: each takes what it can hold before
 * the next gets more than its floors. The total is from the sum of floors to the sum of ceilings.
 */
export function apportionInGroups(contenders: readonly Contender[], total: number): void {
  // As almost always; then nothing has to be reckoned between groups.
  if (contenders.every(({ group }) => group === contenders[0]?.group)) {
    apportion({ claimants: contenders, total });
    return;
  }
  const groups = new Map<number, Contender[]>();
  for (const contender of contenders) {
    const group = groups.get(contender.group);
    if (group === undefined) groups.set(contender.group, [contender]);
    else group.push(contender);
  }
  let left = total;
  let floorsBehind = sumOf(contenders, "floor");
  for (const number of [...groups.keys()].sort((a, b) => a - b)) {
    const group = groups.get(number) ?? [];
    floorsBehind -= sumOf(group, "floor");
    const toGroup = Math.min(left - floorsBehind, sumOf(group, "ceiling"));
    apportion({ claimants: group, total: toGroup });
    left -= toGroup;
  }
}

/** One number of all contenders, added up. */
export function sumOf(
  contenders: readonly Contender[],
  field: "ceiling" | "floor" | "least" | "most" | "replicas",
): number {
  let sum = 0;
  for (const contender of contenders) sum += contender[field];
  return sum;
}
