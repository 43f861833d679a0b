import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { announceUpdate } from "../../core/checkpoints/announcedState";
import { type CheckpointDecision, decideCheckpoints } from "../../core/checkpoints/thinUpdate";
import {
  unfinishedUpdateName,
  unfinishedUpdateType,
} from "../../core/checkpoints/unfinishedUpdate";
import { mapAt } from "../../core/plain/fields";
import type { EngineEvents } from "../../report/plan/engineEvents";
import type { StackArguments } from "../options/stackOptions";
import { tell } from "../terminal/output";
import { type EngineRequest, runPlannedUpdate } from "./engineOperation";
import type { JudgedPreview } from "./preview";
import { takingLock } from "./stackLock";
import { runStackCommand } from "./stackState";
import { allowingEndOf } from "./updatePlan";

/**
 * By which the engine writes the state only at the end, and at an interrupt. The command has it for everybody;
 * where one has not, it goes on as usual. Source: Pulumi `sdk/go/common/env/env.go`.
 */
const thinly = { PULUMI_SKIP_CHECKPOINTS: "true" };

/** By which it finds out differences of many resources at the same time. */
const parallelDiffs = { PULUMI_PARALLEL_DIFF: "true" };

/**
 * Runs the update that was judged, and nothing else, with as few writes of the state as are safe. Throws a
 * PlanOutdated where the program asks for something else by then.
 */
export async function updateAsJudged(
  engine: EngineRequest,
  judged: JudgedPreview,
  asked: "thin" | "usual",
): Promise<EngineEvents> {
  const { plan, planFile, planned } = judged;
  const decision = decideCheckpoints({ ...planned, asked });
  await sayUsual(decision);
  const given: StackArguments = { stack: engine.stack, cwd: engine.directory };
  if (decision.isThin) {
    await takingLock(given, () => announce(given, judged));
    const urn = `urn:pulumi:${plan.stack}::${plan.project}::${unfinishedUpdateType}::${unfinishedUpdateName}`;
    allowingEndOf(planFile, urn);
  }
  const env = { ...engine.env, ...parallelDiffs, ...(decision.isThin ? thinly : {}) };
  return takingLock(given, () => runPlannedUpdate({ ...engine, env }, planFile));
}

async function sayUsual({ isThin, isWorthSaying, because }: CheckpointDecision): Promise<void> {
  if (isThin || !isWorthSaying) return;
  await tell(`kubefed: the state is written after each resource, because ${because}\n`);
}

/** Writes what must be known after a crash into the stack's state. Secrets stay encrypted in it. */
async function announce(given: StackArguments, judged: JudgedPreview): Promise<void> {
  const { plan, planned, planFile } = judged;
  const failure = "the stack's state cannot be prepared for the update";
  const state: unknown = JSON.parse(await runStackCommand(given, ["export"], failure));
  const { stack, project } = plan;
  const announced = announceUpdate(mapAt(state), {
    stack,
    project,
    ownerId: randomUUID(),
    ...planned,
  });
  const file = join(dirname(planFile), "state.json");
  writeFileSync(file, JSON.stringify(announced), { mode: 0o600 });
  await runStackCommand(given, ["import", "--file", file], failure);
}
