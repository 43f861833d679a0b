import type { FleetCluster, FleetPlan, PlanCell, PlanStage } from "../../plan/model";
import { isChange } from "../../text/words";

/** Clusters of one stage, beside each other. */
export interface ColumnGroup {
  /** Absent for clusters that are in none. */
  readonly stage?: PlanStage;
  readonly clusters: readonly FleetCluster[];
}

/**
 * Clusters by their stages, in the order of these; all in one group where the plan has no staged update, or
 * several, between which a cluster's stage may differ.
 */
export function columnGroups(
  { stages = [], stagedUpdates = [] }: Pick<FleetPlan, "stages" | "stagedUpdates">,
  clusters: readonly FleetCluster[],
): ColumnGroup[] {
  if (stagedUpdates.length !== 1) return [{ clusters }];
  const groups = stages.map((stage) => ({
    stage,
    clusters: clusters.filter(({ name }) => stage.clusters.includes(name)),
  }));
  const staged = new Set(groups.flatMap((group) => group.clusters));
  const others = { clusters: clusters.filter((each) => !staged.has(each)) };
  return [...groups, others].filter((group) => group.clusters.length > 0);
}

/** What holds of a cell beside its action: its class, and its words. */
export function cellMark({ action, held, refused }: PlanCell): { sort: string; words: string } {
  if (refused !== undefined) return { sort: " refused", words: ", refused" };
  const isHeld = held !== undefined && isChange(action);
  return isHeld ? { sort: " held", words: ", held" } : { sort: "", words: "" };
}
