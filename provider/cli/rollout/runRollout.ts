import isEqual from "lodash/isEqual";
import { exitCodeOf, overallState, shortestWait } from "../../report/rollout/rolloutExit";
import type { RolloutStatus } from "../../report/rollout/rolloutStatus";
import { CommandFailure } from "../options/commandFailure";
import { tell } from "../terminal/output";
import { countDown } from "./countdown";
import { type RolloutUpdate, StoppedByHealth, updateOnce } from "./rolloutUpdate";

/** Clocks differ a little, and the update after a wait must not come too early. */
const marginMs = 250;

/** How to go on after a wait that was interrupted. */
const howToGoOn =
  "nothing is running; `kubefed rollout run` goes on where it is, and so does `pulumi up` when the time is over";

/**
 * Updates again and again, waiting for time between, as far as gates let it. Gives the exit code.
 */
export async function runRollout(update: RolloutUpdate, isOnce: boolean): Promise<number> {
  try {
    let before: unknown;
    for (let next = update; ; next = withoutWords(update)) {
      const statuses = await updateOnce(next);
      const state = overallState(statuses);
      if (isOnce || !(await goesOn(statuses, before, update.signal))) return exitCodeOf(state);
      before = standing(statuses);
    }
  } catch (error) {
    if (!(error instanceof StoppedByHealth)) throw error;
    await tell(`kubefed: ${error.message}\n`);
    return exitCodeOf("unhealthy");
  }
}

/** Whether another update goes on by itself, once the time for it has come. */
async function goesOn(
  statuses: readonly RolloutStatus[],
  before: unknown,
  signal: AbortSignal,
): Promise<boolean> {
  const state = overallState(statuses);
  if (state === "ready" && isEqual(standing(statuses), before)) {
    const why = "is another one running, or is part of it left out by --target?";
    throw new CommandFailure(`two updates in a row came no further; ${why}`);
  }
  if (state !== "time") return state === "ready";
  await wait(statuses, signal);
  if (signal.aborted) await tell(`kubefed: interrupted while it waits; ${howToGoOn}\n`);
  return !signal.aborted;
}

/** What was said for the first update is done with it. */
function withoutWords({ given, words, signal }: RolloutUpdate): RolloutUpdate {
  return { given, words, signal };
}

/** How far all are, without the time that goes by. */
function standing(statuses: readonly RolloutStatus[]): unknown {
  return statuses.map(({ strategy, revision, stages }) => ({
    strategy,
    revision,
    stages: stages.map(({ name, state, proven, clusters }) => ({ name, state, proven, clusters })),
  }));
}

async function wait(statuses: readonly RolloutStatus[], signal: AbortSignal): Promise<void> {
  const ms = shortestWait(statuses) + marginMs;
  const waiting = statuses.filter(({ state }) => state === "time");
  const stages = waiting.flatMap(({ stages: all }) =>
    all.filter(({ waitMs }) => waitMs !== undefined),
  );
  const names = [...new Set(stages.map(({ name }) => `"${name}"`))].join(", ");
  await countDown({ ms, why: `the time of stage ${names}; Ctrl-C ends only the wait`, signal });
}
