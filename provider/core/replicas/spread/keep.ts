import type { Contender } from "../webster/contender";
import type { Division } from "../division";
import { sumOf } from "./inGroups";
import { isKeeping } from "./keepMode";

/** A division before anything is apportioned. */
export interface Keeping {
  readonly division: Division;
  readonly contenders: readonly Contender[];
  readonly placed: number;
}

/**
 * Lets every cluster start from what it has, as far as its limits allow: as its floor where replicas are
 * to be added, as its ceiling where some are to be taken. No division within the limits moves fewer.
 * False where nothing is kept.
 */
export function keepWhatIs({ division, contenders, placed }: Keeping): boolean {
  if (!isKeeping(division)) return false;
  let sum = 0;
  for (const contender of contenders) {
    const { least, most, candidate } = contender;
    contender.kept = Math.min(Math.max(candidate.current, least), most);
    sum += contender.kept;
  }
  for (const contender of contenders) {
    if (sum <= placed) contender.floor = contender.kept ?? 0;
    else contender.ceiling = contender.kept ?? 0;
  }
  return sumOf(contenders, "floor") <= placed;
}
