import { objectTitle } from "../../core/kinds/objectTitle";
import type { FleetPlan } from "../plan/model";
import type { TextStyle } from "./paint";
import { type StageTable, stageTables } from "./stageTable";

const gap = "  ";

/** Above the picture: the staged updates, a line a stage, what goes now and what is held. */
export function textStages(plan: FleetPlan, style: TextStyle): string[] {
  return stageTables(plan).flatMap((table) => [...tableLines(table, style), ""]);
}

function tableLines(
  { title, head, rows, notes }: StageTable,
  { width, paint }: TextStyle,
): string[] {
  const all = [head, ...rows.map(({ cells }) => cells)];
  const widths = head.map((_, column) =>
    Math.max(...all.map((cells) => cells[column]?.length ?? 0)),
  );
  const lineOf = (cells: readonly string[]) =>
    cut(`  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(gap)}`, width);
  return [
    paint("title", title),
    paint("faint", lineOf(head)),
    ...rows.map(({ cells, isNow, isHeld }) => {
      const line = lineOf(cells);
      return isNow ? paint("update", line) : isHeld ? paint("faint", line) : line;
    }),
    ...notes.map((note) => paint("faint", `  ${note}`)),
  ];
}

function cut(text: string, width: number): string {
  const line = text.trimEnd();
  return line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1))}…`;
}

/** What API servers refuse, with what they say, a line each. */
export function refusalLines(plan: FleetPlan): string[] {
  return plan.objects.flatMap((row) =>
    row.cells.flatMap(({ cluster, refused }) =>
      refused === undefined
        ? []
        : [`  ${objectTitle(row)} on ${cluster}: ${refused.replace(/\s*\n\s*/g, " ")}`],
    ),
  );
}

/** The same, set apart. */
export function textRefusals(plan: FleetPlan, { paint }: TextStyle): string[] {
  const lines = refusalLines(plan);
  return lines.length === 0
    ? []
    : [
        "",
        paint("delete", "Refused by API servers"),
        ...lines.map((line) => paint("delete", line)),
      ];
}
