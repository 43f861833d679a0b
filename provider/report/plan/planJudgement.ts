import { isCopy } from "../../core/deletion/copies";
import { count } from "../../core/plain/text";
import type { FleetPlan, OtherChange } from "./model";

/** How much a plan may take away; what is absent does not limit. */
export interface PlanLimits {
  /** Objects that may be deleted or replaced. */
  readonly maxDeletes?: number;
  /** The same as a share of the objects that are there now, in percent. */
  readonly maxPercent?: number;
}

/** What a plan comes to. */
export interface PlanJudgement {
  readonly hasChanges: boolean;
  /** Objects on clusters, records, memberships and objects of registries that would be deleted or replaced. */
  readonly deletions: number;
  /** Objects on clusters that are there now, and what else would be deleted. */
  readonly existing: number;
  /** Why the plan takes away too much; empty when it does not. */
  readonly exceeded: readonly string[];
}

/**
 * Judges a plan by limits on what it takes away from the clusters.
 *
 * @example
 * judgePlan({ totals: { create: 0, update: 0, replace: 1, delete: 1, release: 0, same: 2, deferred: 0, "not-selected": 0 }, others: [] }, { maxDeletes: 1 }).exceeded
 * //=> ["2 objects would be deleted or replaced; --max-deletes allows 1"]
 */
export function judgePlan(
  { totals, others }: Pick<FleetPlan, "totals" | "others">,
  { maxDeletes, maxPercent }: PlanLimits,
): PlanJudgement {
  const deletions = totals.delete + totals.replace + others.filter(takesAway).length;
  const existing = deletions + totals.update + totals.same + totals.release;
  const what = `${count(deletions, "object")} would be deleted or replaced`;
  const tooMany = maxDeletes !== undefined && deletions > maxDeletes;
  // Cross-multiplied: the share itself may not be a whole number.
  const tooLarge = maxPercent !== undefined && deletions * 100 > existing * maxPercent;
  return {
    hasChanges: deletions + totals.create + totals.update + totals.release + others.length > 0,
    deletions,
    existing,
    exceeded: [
      ...(tooMany ? [`${what}; --max-deletes allows ${maxDeletes}`] : []),
      ...(tooLarge ? [`${what} of ${existing}; --max-percent allows ${maxPercent}`] : []),
    ],
  };
}

/** Whether it takes something of ours away that is outside of the stack. */
function takesAway({ action, urn }: OtherChange): boolean {
  return (action === "delete" || action === "replace") && isCopy(urn);
}
