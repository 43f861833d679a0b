import { objectTitle } from "../../core/kinds/objectTitle";
import { count } from "../../core/plain/text";
import { durationText } from "../../core/stages/stageText";
import type { FieldChange, FleetPlan, PlanRow, PlanStage, PlanStagedUpdate } from "../plan/model";
import { describeShort } from "./words";

/** A staged update as a person reads it, in every format the same words. */
export interface StageTable {
  /** What changes, and on how much. */
  readonly title: string;
  readonly head: readonly string[];
  /** A row a stage that has clusters. */
  readonly rows: readonly StageRow[];
  /** What is left out, what approves nothing, and when all is done. */
  readonly notes: readonly string[];
}

/** A stage of the table. */
export interface StageRow {
  readonly cells: readonly string[];
  readonly isNow: boolean;
  readonly isHeld: boolean;
}

const head = ["stage", "clusters", "waves", "replicas at once", "after it", "state"];
/** Characters of an image. */
const longestImage = 60;

/** The staged updates of a plan, those that are through left out. */
export function stageTables(plan: FleetPlan): StageTable[] {
  const { stages = [], stagedUpdates = [] } = plan;
  return stagedUpdates.flatMap((update) => {
    const own = stages.filter(({ strategy }) => strategy === update.strategy);
    return isThrough(update, own) ? [] : [tableOf(plan, update, own)];
  });
}

function isThrough(update: PlanStagedUpdate, stages: readonly PlanStage[]): boolean {
  const isQuiet = stages.every(({ state, waves }) => isDone(state) && waves.length === 0);
  return isQuiet && update.left.length + update.strayApprovals.length === 0;
}

function isDone(state: PlanStage["state"]): boolean {
  return state === "passed" || state === "empty";
}

function tableOf(
  plan: FleetPlan,
  update: PlanStagedUpdate,
  stages: readonly PlanStage[],
): StageTable {
  const { strategy, revision, clusters, replicas, left, strayApprovals } = update;
  const name = revision === undefined ? "" : ` ${revision}`;
  const changes = plan.objects.filter(({ urn }) => update.objects.includes(urn)).flatMap(changeOf);
  const what = changes.length === 0 ? "" : `: ${changes.join(", ")}`;
  const much = replicas === 0 ? "" : `, ${count(replicas, "replica")}`;
  return {
    title: `staged update${name} by ${strategy}${what} · ${count(clusters, "cluster")}${much}`,
    head,
    rows: stages.filter(({ state }) => state !== "empty").map((stage) => rowOf(stage, replicas)),
    notes: [
      ...left.map(({ cluster, because }) => `${cluster}: ${because}`),
      ...strayApprovals.map((each) => `the approval ${each} approves nothing of this update`),
      ...earliest(stages),
    ],
  };
}

function rowOf(stage: PlanStage, replicas: number): StageRow {
  const { name, clusters, waves, replicasAtOnce, after, now, state } = stage;
  const share = replicas === 0 ? "" : ` (${Math.round((replicasAtOnce * 100) / replicas)} %)`;
  const most = `${waves.length > 1 ? "≤ " : ""}${replicasAtOnce}${share}`;
  return {
    cells: [
      name,
      String(clusters.length),
      String(waves.length),
      replicasAtOnce === 0 ? "" : most,
      after,
      stateText(stage),
    ],
    isNow: now > 0,
    isHeld: now === 0 && state === "held",
  };
}

/** What becomes of a stage in the next update. */
export function stateText({ state, because, now, waves }: PlanStage): string {
  const all = waves.flat().length;
  if (now > 0) {
    if (now === all) return "▶ this update";
    return `▶ ${now} of ${all} this update${state === "held" ? ", the rest held" : ""}`;
  }
  if (state === "waits") return because;
  return state === "unhealthy" ? `not healthy: ${because}` : state;
}

/** When all is done at the earliest, without the time that writing takes. */
function earliest(stages: readonly PlanStage[]): string[] {
  const waves = stages.flatMap((stage) => stage.waves).length;
  const ms = stages.reduce((sum, stage) => sum + stage.leastMs, 0);
  const parts = [
    ...(ms > 0 ? [durationText(ms)] : []),
    ...(waves > 0 ? [count(waves, "wave")] : []),
  ];
  return parts.length === 0 ? [] : [`at the earliest done in ${parts.join(" and ")}`];
}

/** What changes of an object, in few words: its images, else its one field, else how many. */
function changeOf(row: PlanRow): string[] {
  const changes = row.diffs.flatMap((group) => group.changes);
  const title = objectTitle(row);
  const others = row.cells.filter(({ action }) => action === "create" || action === "delete");
  if (changes.length > 0) return [`${title} ${fieldsText(changes)}`];
  const [first] = others;
  return first === undefined ? [] : [`${title} ${first.action === "create" ? "new" : "gone"}`];
}

function fieldsText(changes: readonly FieldChange[]): string {
  const images = [...new Set(changes.filter(isImage).map(sidesText))];
  if (images.length > 0) return `image ${images.slice(0, 2).join(" and ")}`;
  const paths = [...new Set(changes.map(({ path }) => path))];
  return paths.length === 1 ? (paths[0] ?? "") : count(paths.length, "field");
}

function isImage({ path }: FieldChange): boolean {
  return path.endsWith(".image");
}

function sidesText({ from, to }: FieldChange): string {
  return [from, to]
    .map((side) => describeShort(side ?? "", longestImage).replace(/^"|"$/g, ""))
    .join(" → ");
}
