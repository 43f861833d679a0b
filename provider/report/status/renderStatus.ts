import { describeShares } from "../../core/existing/sharedFields";
import { count } from "../../core/plain/text";
import type { Shade, TextStyle } from "../text/paint";
import { foldNames } from "../text/words";
import type { DeclaredIngress } from "./declaredFleet";
import type { FleetStatus, Health, StatusCell, StatusRow } from "./fleetStatus";

const shades: Readonly<Record<Health, Shade>> = {
  healthy: "create",
  progressing: "update",
  drifted: "replace",
  missing: "delete",
  unknown: "deferred",
};
const signs: Readonly<Record<Health, string>> = {
  healthy: "✓",
  progressing: "…",
  drifted: "≠",
  missing: "✗",
  unknown: "?",
};
const worstFirst: readonly Health[] = ["unknown", "missing", "drifted", "progressing", "healthy"];

/**
 * The live state of the fleet as text: a line per object with its counts rolled up, below it the
 * clusters where something is wrong, at the end the clusters that do not answer, what others own too, and
 * the sum of it all.
 */
export function renderStatus(status: FleetStatus, style: TextStyle): string {
  const { paint } = style;
  const silent = status.clusters.filter(({ failure }) => failure !== undefined);
  const shared = status.objects.flatMap(({ title, cells }) =>
    cells.flatMap(({ cluster, shared: shares = [] }) =>
      shares.length === 0 ? [] : [`  ${title} on ${cluster}: ${describeShares(shares)}`],
    ),
  );
  const width = Math.max(0, ...status.objects.map(({ title }) => title.length));
  return [
    ...status.objects.flatMap((row) =>
      rowLines(row, { ...style, titleWidth: width, failures: new Set(silent.map(whyOf)) }),
    ),
    ...ingressLines(status, style),
    ...(silent.length === 0
      ? []
      : [
          "",
          paint("title", "Clusters without an answer"),
          ...silent.map(({ name, failure }) => `  ${name}: ${failure ?? ""}`),
        ]),
    ...(shared.length === 0
      ? []
      : [
          "",
          paint("title", "Also owned by others: what the program drops of it stays"),
          ...shared,
        ]),
    "",
    summary(status, style),
    "",
  ].join("\n");
}

/** What was planned of each Ingress over many clusters: it is asked of nobody. */
function ingressLines({ ingresses = [] }: FleetStatus, { paint }: TextStyle): string[] {
  if (ingresses.length === 0) return [];
  return ["", paint("title", "Shares as of the last update"), ...ingresses.map(ingressLine)];
}

/** One Ingress over many clusters on one line: what balances, and what each cluster gets and why. */
export function ingressLine(of: DeclaredIngress): string {
  const { title, backend, address, failsOver, clusters } = of;
  const shares = clusters.map(({ cluster, because }) => `${cluster} ${because}`).join(", ");
  const place = address === undefined ? "" : ` at ${address}`;
  const word = failsOver ? "fails over by itself" : "does not fail over by itself";
  return `  ${title}: ${shares}; ${backend}${place}, ${word}`;
}

interface RowStyle extends TextStyle {
  readonly titleWidth: number;
  /** Why whole clusters gave no answer, which is told once for all objects. */
  readonly failures: ReadonlySet<string>;
}

function whyOf({ failure = "" }: { readonly failure?: string }): string {
  return failure;
}

function rowLines(row: StatusRow, style: RowStyle): string[] {
  const { paint, width, titleWidth, failures } = style;
  const worst = worstFirst.find((health) => row.cells.some((cell) => cell.health === health));
  const health = worst ?? "unknown";
  const head = `${signs[health]} ${row.title.padEnd(titleWidth)}  ${countsOf(row)}`;
  const groups = new Map<string, StatusCell[]>();
  for (const cell of row.cells.filter((each) => each.health !== "healthy")) {
    const problems = cell.problems.map((each) => (failures.has(each) ? "no answer" : each));
    const key = `${signs[cell.health]}\n${problems.join("; ")}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const lines = [...groups].map(([key, cells]) => {
    const [sign = "", why = ""] = key.split("\n");
    const names = foldNames(
      cells.map(({ cluster }) => cluster),
      Math.max(20, width - why.length - 8),
    );
    return paint(shades[cells[0]?.health ?? "unknown"], `    ${sign} ${names}: ${why}`);
  });
  return [paint(shades[health], head.trimEnd()), ...lines];
}

function countsOf({ cells, rolledUp }: StatusRow): string {
  const { desired, ready, updated } = rolledUp;
  const on = `on ${count(cells.length, "cluster")}`;
  if (desired === undefined) return on;
  return `${ready ?? 0}/${desired} ready${updated === undefined ? "" : `, ${updated} updated`}, ${on}`;
}

function summary({ objects, isHealthy, clusters }: FleetStatus, { paint }: TextStyle): string {
  const cells = objects.flatMap((row) => row.cells);
  const counts = worstFirst.flatMap((health) => {
    const found = cells.filter((cell) => cell.health === health).length;
    return found === 0 ? [] : [`${found} ${health}`];
  });
  const text = `${count(objects.length, "object")} on ${count(clusters.length, "cluster")}: ${counts.join(", ") || "nothing deployed"}`;
  return paint(isHealthy ? "create" : "warning", text);
}
