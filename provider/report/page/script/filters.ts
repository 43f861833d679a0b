import { objectTitle } from "../../../core/kinds/objectTitle";
import type { CellAction, FleetCluster, FleetPlan, PlanRow } from "../../plan/model";

/** What the reader wants to see. */
export interface Filters {
  /** A part of an object's kind and name, in any case of letters. */
  readonly object: string;
  /** Parts of clusters' names, with commas. */
  readonly cluster: string;
  /** `key=value` and keys, with commas. */
  readonly label: string;
  /** None: all of them. */
  readonly actions: ReadonlySet<CellAction>;
  readonly isOnlyChanges: boolean;
}

const quiet: ReadonlySet<CellAction> = new Set(["same", "not-selected"]);

/** The clusters with one of the names and all of the labels. */
export function columnsOf(plan: FleetPlan, filters: Filters): readonly FleetCluster[] {
  const names = partsOf(filters.cluster);
  const labels = partsOf(filters.label);
  return plan.clusters.filter(
    (cluster) =>
      (filters.cluster === "" || names.some((part) => cluster.name.includes(part))) &&
      labels.every((part) => hasLabel(cluster, part)),
  );
}

/** The objects that have something to show on these clusters. */
export function rowsOf(
  plan: FleetPlan,
  clusters: readonly FleetCluster[],
  filters: Filters,
): readonly PlanRow[] {
  const { actions } = filters;
  const names = new Set(clusters.map(({ name }) => name));
  const part = filters.object.toLowerCase();
  return plan.objects.filter((row) => {
    const cells = row.cells.filter(({ cluster }) => names.has(cluster));
    return (
      objectTitle(row).toLowerCase().includes(part) &&
      (!filters.isOnlyChanges || cells.some(({ action }) => !quiet.has(action))) &&
      cells.some(({ action }) => actions.size === 0 || actions.has(action))
    );
  });
}

function partsOf(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function hasLabel({ labels }: FleetCluster, part: string): boolean {
  return Object.entries(labels).some(([key, value]) => part === key || part === `${key}=${value}`);
}
