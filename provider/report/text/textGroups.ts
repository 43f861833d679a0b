import { objectTitle } from "../../core/kinds/objectTitle";
import { count } from "../../core/plain/text";
import {
  type CellAction,
  cellActions,
  type FleetPlan,
  type PlanCell,
  type PlanRow,
} from "../plan/model";
import type { TextStyle } from "./paint";
import { describeReplicas, foldNames, isChange, signs } from "./words";

/**
 * The picture for a fleet too wide for a table: per object one line for each thing that happens, with
 * the clusters it happens on; objects to which nothing happens share one line.
 */
export function textGroups(plan: FleetPlan, style: TextStyle): string[] {
  const quiet = plan.objects.filter((row) => !row.cells.some(isNews));
  const busy = plan.objects.filter((row) => row.cells.some(isNews));
  return [...busy.flatMap((row) => groupedRow(row, style)), ...quietLines(quiet, style)];
}

function isNews({ action }: PlanCell): boolean {
  return isChange(action) || action === "deferred";
}

function groupedRow(row: PlanRow, { width, paint }: TextStyle): string[] {
  const total = row.replicas === undefined ? "" : `, ${describeReplicas(row.replicas)} replicas`;
  const groups = cellActions.flatMap((action) => {
    const cells = row.cells.filter((cell) => cell.action === action);
    return cells.length === 0 ? [] : [{ action, cells }];
  });
  const lines = groups.map(({ action, cells }) => {
    const head = `    ${signs[action]} ${wordOf(action).padEnd(13)}${String(cells.length).padStart(4)}  `;
    return `${paint(action, head)}${foldNames(
      cells.map(({ cluster }) => cluster),
      Math.max(20, width - head.length),
    )}`;
  });
  return [`  ${paint("title", objectTitle(row))}${total}`, ...lines];
}

function wordOf(action: CellAction): string {
  return action === "not-selected" ? "not selected" : action;
}

function quietLines(rows: readonly PlanRow[], { width, paint }: TextStyle): string[] {
  if (rows.length === 0) return [];
  const head = `  ${signs.same} ${count(rows.length, "object")} unchanged on all clusters: `;
  const names = foldNames(rows.map(objectTitle), Math.max(20, width - head.length));
  return [paint("same", `${head}${names}`)];
}
