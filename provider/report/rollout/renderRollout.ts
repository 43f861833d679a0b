import { alignedLines } from "../../core/plain/text";
import type { Shade, TextStyle } from "../text/paint";
import type { RolloutStage, RolloutState, RolloutStatus } from "./rolloutStatus";

const words: Readonly<Record<RolloutState, string>> = {
  aborted: "aborted",
  approval: "waits for an approval",
  complete: "complete",
  paused: "paused",
  ready: "goes on with the next update",
  time: "waits for time",
  unhealthy: "stopped by health",
};
const shades: Readonly<Record<RolloutState, Shade>> = {
  aborted: "warning",
  approval: "update",
  complete: "create",
  paused: "warning",
  ready: "update",
  time: "update",
  unhealthy: "warning",
};

/** How staged updates stand, as text: a table a strategy, and what goes on by itself and what does not. */
export function renderRollout(all: readonly RolloutStatus[], style: TextStyle): string {
  return all.map((status) => renderOne(status, style)).join("\n");
}

function renderOne(status: RolloutStatus, { paint }: TextStyle): string {
  const { strategy, revision, state, stages, because, failed, away } = status;
  const title = [strategy, revision].filter((each) => each !== undefined).join(" ");
  // What is behind a closed gate is held because of that, which the row of the gate says.
  const open = stages.findIndex((stage) => stage.state !== "passed");
  const table = alignedLines([
    ["stage", "proven", "after it", "state", ""],
    ...stages.map((stage, at) => stageRow(stage, open < 0 || at <= open)),
  ]);
  const kept = [...failed, ...away].map(({ cluster, because: why }) => `  ${cluster}: ${why}`);
  const next = nextOf(status);
  return [
    `${paint("title", title)}: ${paint(shades[state], words[state])}`,
    ...table.map((line) => `  ${line}`),
    ...kept,
    ...(state === "unhealthy" || state === "ready" ? [paint(shades[state], because)] : []),
    ...(next === "" ? [] : [next]),
    "",
  ].join("\n");
}

function stageRow(stage: RolloutStage, saysWhy: boolean): string[] {
  const { name, proven, clusters, after, state, because } = stage;
  return [name, `${proven}/${clusters.length}`, after, state, saysWhy ? because : ""];
}

/** What a person does for it to go on; `""` where nothing is needed. */
function nextOf({ state, stages, strategy }: RolloutStatus): string {
  const asked = stages.find((stage) => stage.state === "waits")?.approval;
  switch (state) {
    case "approval":
      return asked === undefined ? "" : `to go on: kubefed rollout approve ${asked}`;
    case "paused":
    case "aborted":
      return `to go on: kubefed rollout resume --strategy ${strategy}`;
    case "ready":
    case "time":
      return "to go on: kubefed rollout run, or pulumi up then";
    case "unhealthy":
      return "to go back: the program of before; to try again: kubefed rollout run, or retry a cluster that a stage goes on without";
    case "complete":
      return "";
  }
}
