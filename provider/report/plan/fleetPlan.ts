/*
 * What an update would do to the whole fleet, read from the engine's events: rows, cells, changes, totals.
 */

import { isGuard } from "../../core/deletion/guardedObject";
import { compareText } from "../../core/plain/text";
import { type EngineEvents, type EngineStep, nameInUrn } from "./engineEvents";
import { fieldChanges } from "./fieldChanges";
import { clusterOfChild, fleetClusters } from "./fleetClusters";
import {
  type CellAction,
  type CellCounts,
  type FleetPlan,
  fleetPlanVersion,
  type OtherChange,
  type PlanRow,
  type PlanWarning,
} from "./model";
import { stepAction } from "./planCell";
import { planRow, type RowRequest } from "./planRow";
import { planStages, stagedRow, stagesReports } from "./planStages";
import { planShard } from "./planShard";
import { type Refusal, withRefusals } from "./refusals";
import { registeredPlan } from "./registeredPlan";

/** A preview that came to its end. */
export interface FleetPlanRequest {
  readonly project: string;
  readonly stack: string;
  readonly preview: EngineEvents;
  /** What previews before this one found out that API servers refuse, and this one left as it is. @default none */
  readonly refusals?: readonly Refusal[];
}

/**
 * Joins what the engine would do with why the components want it: one row per federated object, one
 * cell per member cluster, everything else that changes beside it. Sorted, without secrets.
 *
 * @example
 * fleetPlan({ project: "shop", stack: "dev", preview: { steps: [], componentOutputs: new Map(), messages: [], isComplete: true } }).totals.create
 * //=> 0
 */
export function fleetPlan(request: FleetPlanRequest): FleetPlan {
  const { project, stack, refusals = [] } = request;
  const preview = withRefusals(request.preview, refusals);
  const refused = new Map(refusals.map(({ step, message }) => [step.urn, message]));
  const components = componentsOf(preview);
  const reports = stagesReports(preview);
  const shard = planShard(preview);
  const elsewhere = new Set(Object.keys(shard?.elsewhere ?? {}));
  const objects = [...components.values()]
    .flatMap((component) => planRow({ ...component, refused, elsewhere }) ?? [])
    .map((row) => stagedRow(row, reports))
    .sort(compareRows);
  return {
    format: "kubefed-plan",
    version: fleetPlanVersion,
    project,
    stack,
    clusters: fleetClusters(preview, objects).filter(({ name }) => !elsewhere.has(name)),
    objects,
    others: preview.steps
      .filter((step) => isOther(step, components))
      .flatMap((step) => otherChange(step))
      .sort((a, b) => compareText(a.urn, b.urn)),
    totals: countCells(objects),
    warnings: warningsIn(preview),
    ...(reports.length === 0 ? {} : planStages(reports)),
    ...(shard === undefined ? {} : { shard }),
  };
}

/** How many cells of these rows have each action. */
export function countCells(rows: readonly PlanRow[]): CellCounts {
  const counts: Record<CellAction, number> = {
    create: 0,
    update: 0,
    replace: 0,
    delete: 0,
    release: 0,
    same: 0,
    deferred: 0,
    "not-selected": 0,
  };
  for (const { cells } of rows) for (const { action } of cells) counts[action] += 1;
  return counts;
}

interface Component extends RowRequest {
  readonly steps: Map<string, EngineStep>;
}

/** The components that have or had a plan, each with the steps for its objects. */
function componentsOf(preview: EngineEvents): Map<string, Component> {
  const found = new Map<string, Component>();
  for (const { urn, op, old } of preview.steps) {
    const before = registeredPlan(old?.outputs);
    const after = op === "delete" ? undefined : registeredPlan(preview.componentOutputs.get(urn));
    if (before === undefined && after === undefined) continue;
    found.set(urn, { urn, before, after, steps: new Map() });
  }
  for (const step of preview.steps) {
    const component = found.get(parentOf(step));
    if (component === undefined) continue;
    if (isCustom(step)) addStep(component, step);
    else if (step.type === chartType) addStep(component, chartStep(step, preview.steps));
  }
  return found;
}

const chartType = "kubernetes:helm.sh/v4:Chart";

/** A chart is only structure: it is updated where anything of what it holds changes. */
function chartStep(chart: EngineStep, steps: readonly EngineStep[]): EngineStep {
  if (stepAction(chart) !== "same") return chart;
  const isChanged = steps.some(
    (step) => parentOf(step) === chart.urn && stepAction(step) !== "same",
  );
  return isChanged ? { ...chart, op: "update" } : chart;
}

function addStep({ urn, before, after, steps }: Component, step: EngineStep): void {
  const known = [before, after].flatMap((plan) => plan?.clusters ?? []);
  const cluster = clusterOfChild({
    step,
    component: nameInUrn(urn),
    known: known.map((each) => each.cluster),
  });
  const earlier = steps.get(cluster);
  // Two resources for one cell: the object moved to another name or type, which is a replacement.
  steps.set(cluster, earlier === undefined ? step : joined(earlier, step));
}

function joined(a: EngineStep, b: EngineStep): EngineStep {
  const [goes, comes] = a.new === undefined ? [a, b] : [b, a];
  return { ...comes, op: "replace", old: goes.old ?? comes.old, detailedDiff: {} };
}

function parentOf(step: EngineStep): string {
  return (step.new ?? step.old)?.parent ?? "";
}

function isCustom(step: EngineStep): boolean {
  return (step.new ?? step.old)?.isCustom === true;
}

function isOther(step: EngineStep, components: ReadonlyMap<string, RowRequest>): boolean {
  return isCustom(step) && !components.has(parentOf(step)) && !isMemory(step);
}

/** What only remembers, for a later deletion, what the others have written. */
export function isMemory({ type }: Pick<EngineStep, "type">): boolean {
  return isGuard(type);
}

function otherChange(step: EngineStep): OtherChange[] {
  const action = stepAction(step);
  if (action === "same") return [];
  const changes = action === "update" || action === "replace" ? fieldChanges(step) : [];
  return [{ action, urn: step.urn, type: step.type, name: nameInUrn(step.urn), changes }];
}

function warningsIn({ messages }: EngineEvents): PlanWarning[] {
  const seen = new Set<string>();
  return messages.flatMap(({ severity, urn, message }) => {
    const key = `${urn ?? ""} ${message}`;
    if (severity !== "warning" || seen.has(key)) return [];
    seen.add(key);
    return [{ ...(urn === undefined ? {} : { urn }), message }];
  });
}

/** Namespaces first, because they hold the rest; then by namespace, kind and name. */
export function compareRows(a: PlanRow, b: PlanRow): number {
  return (
    Number(b.kind === "Namespace") - Number(a.kind === "Namespace") ||
    compareText(a.namespace ?? "", b.namespace ?? "") ||
    compareText(a.kind, b.kind) ||
    compareText(a.name, b.name) ||
    compareText(a.urn, b.urn)
  );
}
