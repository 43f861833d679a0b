import { objectTitle } from "../../core/kinds/objectTitle";
import { isPlainObject } from "../../core/plain/plainObject";
import { placementTests } from "../plan/explainPlacement";
import type { FleetCluster, FleetPlan, OverrideStep, PlanCell, PlanRow } from "../plan/model";
import type { TextStyle } from "./paint";
import { describeCell, describeChange, describeReplicas, describeShort } from "./words";

/**
 * The way to one object's fate in words and numbers, a cluster after the other: each test of the
 * placement, each step of the division, each override with the field that it changes from what to what,
 * and what then changes on the cluster.
 */
export function renderExplanation(plan: FleetPlan, row: PlanRow, style: TextStyle): string {
  const { paint } = style;
  const total = row.replicas === undefined ? "" : `, ${describeReplicas(row.replicas)} replicas`;
  const cells = row.cells.flatMap((cell) => {
    const cluster = plan.clusters.find(({ name }) => name === cell.cluster);
    return cluster === undefined ? [] : ["", ...explainCell({ row, cell, cluster }, style)];
  });
  return [
    paint("title", `${objectTitle(row)}${total}`),
    ...preferenceLines(row),
    ...cells,
    "",
  ].join("\n");
}

interface Explained {
  readonly row: PlanRow;
  readonly cell: PlanCell;
  readonly cluster: FleetCluster;
}

function explainCell({ row, cell, cluster }: Explained, style: TextStyle): string[] {
  const { paint, width } = style;
  const changes = row.diffs
    .filter(({ clusters }) => clusters.includes(cell.cluster))
    .flatMap((group) => group.changes);
  return [
    `${paint("title", cell.cluster)}  ${paint(cell.action, describeCell(cell))}`,
    ...section("stage", stageLines(cell)),
    ...section("placement", [...testLines(row, cluster), `=> ${outcome(cell)}`]),
    ...section("replicas", divisionSteps(cell.because)),
    ...section(
      "overrides",
      cell.overrides.map((step) => overrideLine(step, width - 16)),
    ),
    ...section(
      "changes",
      changes.map((change) => describeChange(change, width - 16)),
    ),
  ];
}

function stageLines({ stage, held, refused }: PlanCell): string[] {
  if (stage === undefined) return [];
  return [
    held === undefined ? stage : `${stage}, held: ${held}`,
    ...(refused === undefined ? [] : [`refused: ${refused}`]),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `  ${(index === 0 ? title : "").padEnd(12)}${line}`);
}

function testLines({ decisions }: PlanRow, cluster: FleetCluster): string[] {
  if (decisions === undefined) return [];
  return placementTests(decisions, cluster).map(
    ({ test, found, holds }) => `${holds ? "yes" : "no "} ${test}: ${found}`,
  );
}

function outcome({ action, reason }: PlanCell): string {
  switch (action) {
    case "not-selected":
      return `not selected: ${reason}`;
    case "delete":
    case "release":
      return `no longer selected: ${reason}`;
    case "deferred":
      return `selected, and deferred: ${reason}`;
    case "create":
    case "update":
    case "replace":
    case "same":
      return `selected: ${reason}`;
  }
}

/**
 * The sentence of a division as its steps: the result, then what leads there.
 *
 * @example
 * divisionSteps("5 of 9: minimum 1, then weight 2 of 4 asks for 4")
 * //=> ["minimum 1", "weight 2 of 4 asks for 4", "=> 5 of 9"]
 */
export function divisionSteps(because: string | undefined): string[] {
  if (because === undefined) return [];
  const at = because.indexOf(": ");
  if (at < 0) return [`=> ${because}`];
  return [...because.slice(at + 2).split(/, then /), `=> ${because.slice(0, at)}`];
}

function overrideLine({ override, op, path, from, to }: OverrideStep, width: number): string {
  const half = Math.max(12, Math.floor(width / 3));
  const before = from === undefined ? "nothing" : describeShort(from, half);
  const after = to === undefined ? "nothing" : describeShort(to, half);
  const values = from === undefined && to === undefined ? "" : `: ${before} → ${after}`;
  return `${override}: ${op} ${path}${values}`;
}

function preferenceLines({ decisions }: PlanRow): string[] {
  const scheduling = decisions?.scheduling;
  if (!isPlainObject(scheduling)) return [];
  const { totalReplicas, clusters, algorithm } = scheduling;
  const preferences = Object.entries(isPlainObject(clusters) ? clusters : { "*": { weight: 1 } });
  const each = preferences.map(([name, preference]) => {
    const fields = Object.entries(isPlainObject(preference) ? preference : {});
    return `${name} ${fields.map(([field, value]) => `${field} ${String(value)}`).join(", ")}`;
  });
  const planner = typeof algorithm === "string" ? algorithm : "kubefed";
  const total = typeof totalReplicas === "number" ? `${totalReplicas} replicas, ` : "";
  return [`  ${total}${planner} planner: ${each.join("; ")}`];
}
