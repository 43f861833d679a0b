import { approveVariable, rolloutVariable } from "../../core/rollout/command";
import { messageOf } from "../../core/plain/text";
import { renderRollout } from "../../report/rollout/renderRollout";
import { overallState } from "../../report/rollout/rolloutExit";
import type { RolloutStatus } from "../../report/rollout/rolloutStatus";
import { runUpdate } from "../engine/engineOperation";
import { CommandFailure } from "../options/commandFailure";
import { print } from "../terminal/output";
import { textStyle } from "../terminal/terminal";
import { readApprovals, tidyApprovals } from "./approvalTag";
import { readRollout, type RolloutArguments } from "./readRollout";

/** One update of a stack. */
export interface RolloutUpdate {
  readonly given: RolloutArguments;
  /** More words for `pulumi`. */
  readonly words: readonly string[];
  readonly signal: AbortSignal;
  /** What the program is told beside approvals. @default nothing */
  readonly command?: string;
  /** What is approved beside what is known. @default nothing */
  readonly approvals?: readonly string[];
}

/** An update that was stopped because something is not healthy. */
export class StoppedByHealth extends CommandFailure {}

/**
 * Runs one update and shows how the staged updates stand then. Throws a StoppedByHealth where it failed because what
 * it wrote is not healthy, else what the engine says.
 */
export async function updateOnce(update: RolloutUpdate): Promise<RolloutStatus[]> {
  const { given, words, signal, command } = update;
  const kept = await readApprovals(given);
  const approvals = [...new Set([...kept, ...(update.approvals ?? [])])];
  const start = Date.now();
  try {
    await runUpdate({
      stack: given.stack,
      directory: given.cwd,
      words,
      signal,
      env: {
        ...(approvals.length === 0 ? {} : { [approveVariable]: approvals.join(",") }),
        ...(command === undefined ? {} : { [rolloutVariable]: command }),
      },
    });
  } catch (error) {
    if (signal.aborted || !(error instanceof CommandFailure)) throw error;
    throw await judged(given, error);
  }
  const statuses = await readRollout(given, []);
  const asked = statuses.flatMap(({ stages }) => stages.flatMap(({ approval }) => approval ?? []));
  await tidyApprovals(given, kept, asked);
  await print(`updated in ${Math.round((Date.now() - start) / 1000)} s\n`);
  await print(renderRollout(statuses, textStyle()));
  return statuses;
}

/** What a failure of an update is, once it is known how the clusters are. */
async function judged(given: RolloutArguments, error: CommandFailure): Promise<CommandFailure> {
  if (error.message.includes("stopped by health")) return new StoppedByHealth(error.message);
  try {
    const statuses = await readRollout(given, []);
    if (overallState(statuses) !== "unhealthy") return error;
    const why = statuses.flatMap(({ state, because }) => (state === "unhealthy" ? [because] : []));
    return new StoppedByHealth(`stopped by health: ${why.join("; ")}\n${error.message}`);
  } catch (unread) {
    return new CommandFailure(`${error.message}\n${messageOf(unread)}`);
  }
}
