import { objectTitle } from "../../core/kinds/objectTitle";
import { count } from "../../core/plain/text";
import type { CellAction, FleetPlan, PlanCell, PlanRow } from "../plan/model";
import type { TextStyle } from "./paint";
import { describeChange, describeClusters, describeReplicas, foldNames, signs } from "./words";

const changeSigns = { add: "create", remove: "delete", update: "update" } as const;

/** Below the picture: the fields that change, per object, equal changes once. */
export function textChanges(plan: FleetPlan, { width, paint }: TextStyle): string[] {
  const rows = plan.objects.filter(({ diffs }) => diffs.length > 0);
  if (rows.length === 0) return [];
  const lines = rows.flatMap((row) => [
    `  ${objectTitle(row)}`,
    ...row.diffs.flatMap(({ clusters, changes }) => [
      paint("faint", `    ${describeClusters(clusters, width - 4)}`),
      ...changes.map((change) => {
        const shade = changeSigns[change.op];
        return paint(shade, `      ${signs[shade]} ${describeChange(change, width - 8)}`);
      }),
    ]),
  ]);
  return ["", paint("title", "Changes"), ...lines];
}

/** How the replicas that change come about. */
export function textReplicas(plan: FleetPlan, { width, paint }: TextStyle): string[] {
  const rows = plan.objects.filter(({ cells }) => cells.some(isMoved));
  const lines = rows.flatMap((row) => {
    const reasons = groupBy(
      row.cells.filter(isMoved),
      ({ because, replicas }) => `${describeReplicas(replicas ?? {})}: ${because ?? ""}`,
    );
    return [
      `  ${objectTitle(row)}, ${describeReplicas(row.replicas ?? {})} in all`,
      ...[...reasons].map(
        ([reason, cells]) =>
          `    ${foldNames(clustersOf(cells), width)} ${paint("faint", reason.replace(/: $/, ""))}`,
      ),
    ];
  });
  return lines.length === 0 ? [] : ["", paint("title", "Replicas"), ...lines];
}

function isMoved({ replicas, because }: PlanCell): boolean {
  return because !== undefined && replicas !== undefined && replicas.now !== replicas.then;
}

/** Why clusters get nothing, or get it later. */
export function textReasons(
  plan: FleetPlan,
  { width, paint }: TextStyle,
  { action, title }: { action: CellAction; title: string },
): string[] {
  const lines = plan.objects.flatMap((row) => reasonLines(row, action, width));
  return lines.length === 0 ? [] : ["", paint("title", title), ...lines];
}

/** What an update would take away from a cluster, set apart from everything else. */
export function textDeletions(plan: FleetPlan, { width, paint }: TextStyle): string[] {
  const { delete: deletes, replace } = plan.totals;
  if (deletes + replace === 0) return [];
  const section = (action: "delete" | "replace", title: string): string[] => {
    const lines = plan.objects.flatMap((row) => reasonLines(row, action, width));
    return lines.length === 0
      ? []
      : ["", paint(action, title), ...lines.map((line) => paint(action, line))];
  };
  return [
    ...section("delete", `${count(deletes, "object")} would be DELETED`),
    ...section("replace", `${count(replace, "object")} would be deleted and created anew`),
  ];
}

/** A line per reason, with the clusters on which this happens to an object for it. */
export function reasonLines(row: PlanRow, action: CellAction, width: number): string[] {
  const cells = row.cells.filter((cell) => cell.action === action);
  return [...groupBy(cells, ({ reason }) => reason)].map(([reason, same]) => {
    const head = `  ${signs[action]} ${objectTitle(row)} on `;
    const room = Math.max(20, width - head.length - reason.length - 2);
    return `${head}${foldNames(clustersOf(same), room)}: ${reason}`;
  });
}

/** Everything else that changes: providers, record sets, resources of other kinds. */
export function textOthers(plan: FleetPlan, { width, paint }: TextStyle): string[] {
  if (plan.others.length === 0) return [];
  const lines = plan.others.flatMap(({ action, type, name, changes }) => [
    paint(action, `  ${signs[action]} ${type} ${name}`),
    ...changes.map((change) =>
      paint(changeSigns[change.op], `      ${describeChange(change, width - 6)}`),
    ),
  ]);
  return ["", paint("title", "Other resources"), ...lines];
}

/** What the components and the engine warn of. */
export function textWarnings(plan: FleetPlan, { paint }: TextStyle): string[] {
  if (plan.warnings.length === 0) return [];
  const lines = plan.warnings.map(({ message }) => `  ${message.replace(/\n/g, "\n  ")}`);
  return ["", paint("warning", "Warnings"), ...lines];
}

function clustersOf(cells: readonly PlanCell[]): string[] {
  return cells.map(({ cluster }) => cluster);
}

function groupBy(
  cells: readonly PlanCell[],
  keyOf: (cell: PlanCell) => string,
): Map<string, PlanCell[]> {
  const groups = new Map<string, PlanCell[]>();
  for (const cell of cells) {
    const key = keyOf(cell);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return groups;
}
