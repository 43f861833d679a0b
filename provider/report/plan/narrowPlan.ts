import { objectTitle } from "../../core/kinds/objectTitle";
import { matchesSelector } from "../../core/kinds/labelSelector";
import type { LabelSelector } from "../../core/model";
import { countCells } from "./fleetPlan";
import type { FleetPlan, PlanRow } from "./model";
import { isChange } from "../text/words";

/** Which part of a plan is of interest; what is absent does not narrow. */
export interface PlanFilter {
  readonly clusters?: readonly string[];
  /** By the clusters' labels. */
  readonly selector?: LabelSelector;
  /** Part of `Kind namespace/name`, in any case. */
  readonly object?: string;
}

/** The part of a plan that a filter leaves, with its own totals. */
export function narrowPlan(plan: FleetPlan, filter: PlanFilter): FleetPlan {
  const { clusters, selector, object } = filter;
  if (clusters === undefined && selector === undefined && object === undefined) return plan;
  const columns = plan.clusters.filter(
    ({ name, labels }) =>
      (clusters === undefined || clusters.includes(name)) &&
      (selector === undefined || matchesSelector(selector, labels)),
  );
  const names = new Set(columns.map(({ name }) => name));
  const wanted = object?.toLowerCase() ?? "";
  const objects = plan.objects
    .filter((row) => objectTitle(row).toLowerCase().includes(wanted))
    .map((row) => narrowRow(row, names))
    .filter(({ cells }) => cells.length > 0);
  return { ...plan, clusters: columns, objects, totals: countCells(objects) };
}

/**
 * The objects of a plan that change on one of their clusters, with their own totals.
 *
 * @example
 * changesOf({ objects: [{ cells: [{ action: "same" }] }, { cells: [{ action: "same" }, { action: "create" }] }] }).totals.same
 * //=> 1
 */
export function changesOf(plan: FleetPlan): FleetPlan {
  const objects = plan.objects.filter(({ cells }) => cells.some(({ action }) => isChange(action)));
  return { ...plan, objects, totals: countCells(objects) };
}

function narrowRow(row: PlanRow, names: ReadonlySet<string>): PlanRow {
  const kept = <Group extends { readonly clusters: readonly string[] }>(
    groups: readonly Group[],
  ): Group[] =>
    groups
      .map((group) => ({ ...group, clusters: group.clusters.filter((name) => names.has(name)) }))
      .filter(({ clusters }) => clusters.length > 0);
  return {
    ...row,
    cells: row.cells.filter(({ cluster }) => names.has(cluster)),
    diffs: kept(row.diffs),
    manifests: kept(row.manifests),
  };
}
