import { mapAt, textAt } from "../../core/plain/fields";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareText } from "../../core/plain/text";
import type { StagesReport } from "../../core/stages/stagesPlan";
import type { EngineEvents } from "./engineEvents";
import type { FleetPlan, PlanRow, PlanStage, PlanStagedUpdate } from "./model";

const attemptsType = "kubefed:index:StagedUpdateAttempts";

/** What the strategies of a program registered of how far the update goes, by the names of strategies. */
export function stagesReports({ componentOutputs }: EngineEvents): StagesReport[] {
  return [...componentOutputs]
    .filter(([urn]) => urn.split("::")[2]?.endsWith(attemptsType) === true)
    .map(([, outputs]) => parsed(textAt(mapAt(outputs), "decisions")))
    .filter(isReport)
    .sort((a, b) => compareText(a.strategy, b.strategy));
}

/** The stages of a plan, and the updates that they belong to. */
export function planStages(
  reports: readonly StagesReport[],
): Required<Pick<FleetPlan, "stages" | "stagedUpdates">> {
  return { stages: reports.flatMap(stagesOf), stagedUpdates: reports.map(updateOf) };
}

function stagesOf({ strategy, stages }: StagesReport): PlanStage[] {
  return stages.map(({ atRisk, approval, ...stage }) => ({
    strategy,
    name: stage.name,
    state: stage.state,
    because: stage.because,
    clusters: stage.clusters,
    waves: stage.waves,
    now: stage.now,
    replicasAtOnce: atRisk,
    after: stage.after,
    ...(approval === undefined ? {} : { approval }),
    leastMs: stage.leastMs,
  }));
}

function updateOf(report: StagesReport): PlanStagedUpdate {
  const { strategy, revision, components, replicas, held, away, failed, strayApprovals } = report;
  return {
    strategy,
    ...(revision === undefined ? {} : { revision }),
    objects: components,
    clusters: report.stages.flatMap(({ clusters }) => clusters).length,
    replicas,
    held,
    left: [...away, ...failed],
    strayApprovals,
  };
}

/** A row whose cells say their stage, and why they are held. */
export function stagedRow(row: PlanRow, reports: readonly StagesReport[]): PlanRow {
  const report = reports.find(({ components }) => components.includes(row.urn));
  if (report === undefined) return row;
  const stages = new Map(
    report.stages.flatMap(({ name, clusters }) => clusters.map((each) => [each, name] as const)),
  );
  const kept = [...report.failed, ...report.held];
  const held = new Map(kept.map(({ cluster, because }) => [cluster, because]));
  const cells = row.cells.map((cell) => {
    const [stage, because] = [stages.get(cell.cluster), held.get(cell.cluster)];
    return {
      ...cell,
      ...(stage === undefined ? {} : { stage }),
      ...(because === undefined ? {} : { held: because }),
    };
  });
  return { ...row, cells };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const lists = ["stages", "components", "held", "away", "failed", "strayApprovals"];

/** What another edition of the package registers may be something else. */
function isReport(value: unknown): value is StagesReport {
  if (!isPlainObject(value) || typeof value.strategy !== "string") return false;
  return lists.every((key) => Array.isArray(value[key]));
}
