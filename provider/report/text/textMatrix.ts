import { objectTitle } from "../../core/kinds/objectTitle";
import type { FleetPlan, PlanRow } from "../plan/model";
import type { TextStyle } from "./paint";
import { describeCell, describeReplicas } from "./words";

const gap = "  ";
const margin = "  ";

/**
 * The picture as a table: a row per object, a column per cluster; undefined where it is wider than the
 * terminal.
 */
export function textMatrix(plan: FleetPlan, { width, paint }: TextStyle): string[] | undefined {
  const clusters = plan.clusters.map(({ name }) => name);
  const heads = ["", ...clusters, ""];
  const rows = plan.objects.map((row) => [
    objectTitle(row),
    ...plan.clusters.map((cluster) => cellText(row, cluster)),
    totalOf(row),
  ]);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((cells) => (cells[column] ?? "").length)),
  );
  const total = widths.reduce((sum, each) => sum + each + gap.length, margin.length - gap.length);
  if (total > width) return undefined;
  const title = heads.map((head, column) => paint("title", pad(head, widths[column])));
  const lines = rows.map((cells, index) =>
    cells.map((cell, column) => {
      const action = plan.objects[index]?.cells.find(
        ({ cluster }) => cluster === clusters[column - 1],
      )?.action;
      const text = pad(cell, widths[column]);
      return action === undefined ? text : paint(action, text);
    }),
  );
  return [title, ...lines].map((cells) => `${margin}${cells.join(gap)}`.trimEnd());
}

function cellText(row: PlanRow, { name, noPlan }: FleetPlan["clusters"][number]): string {
  const cell = row.cells.find(({ cluster }) => cluster === name);
  if (cell !== undefined) return describeCell(cell);
  return noPlan === undefined ? "" : "no plan";
}

function totalOf({ replicas }: PlanRow): string {
  return replicas === undefined ? "" : `${describeReplicas(replicas)} replicas`;
}

function pad(text: string, width = 0): string {
  return text.padEnd(width);
}
