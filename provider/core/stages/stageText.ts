import { parseDuration } from "../plain/duration";
import { count } from "../plain/text";
import type { PlannedStage, StagesPlan } from "./stagesPlan";
import type { StageGate } from "./strategy";

/**
 * What must hold after a stage, in words.
 *
 * @example
 * gateText({ minSuccessTime: "30m", approval: true })
 * //=> "healthy, 30 min, approval"
 */
export function gateText({ minSuccessTime, approval }: StageGate): string {
  const time = parseDuration(minSuccessTime ?? "");
  const parts = [
    "healthy",
    time === undefined ? undefined : durationText(time),
    approval === true ? "approval" : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/**
 * Milliseconds as a person reads them, in the two largest units.
 *
 * @example
 * [durationText(1_830_000), durationText(4_000), durationText(200)]
 * //=> ["30 min 30 s", "4 s", "1 s"]
 */
export function durationText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`);
  return said.slice(0, 2).join(" ");
}

/** How many clusters a line names before it counts the rest. */
const namedClusters = 8;

/** What an update does about each stage, a line for each that has clusters. Without values. */
export function stageLines(plan: StagesPlan): string[] {
  const lines = plan.stages.filter(({ state }) => state !== "empty").map(stageLine);
  const kept = [...plan.away, ...plan.failed].map(
    ({ cluster, because }) => `${cluster}: ${because}`,
  );
  const stray = plan.strayApprovals.map(
    (each) => `the approval ${each} approves nothing of this update`,
  );
  return [...lines, ...kept, ...stray];
}

function stageLine(stage: PlannedStage): string {
  const { name, state, clusters, waves, because, now, atRisk } = stage;
  const writes = waves.flat();
  if (writes.length === 0)
    return `stage ${name}: ${count(clusters.length, "cluster")}, ${state}: ${because}`;
  const most = atRisk === 0 ? "" : `, ${count(atRisk, "replica")} at once`;
  const what = `${writes.length} of ${count(clusters.length, "cluster")} to be updated in ${count(waves.length, "wave")} (${namesOf(writes)})`;
  if (state === "now" && now === writes.length)
    return `stage ${name}: ${what} now${most}; after it: ${stage.after}`;
  const some = now === 0 ? "" : `, ${now} of them now`;
  return `stage ${name}: ${what}${some}${most}, ${state}: ${because}`;
}

function namesOf(clusters: readonly string[]): string {
  const more = clusters.length - namedClusters;
  return `${clusters.slice(0, namedClusters).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
