import { setTimeout as pause } from "node:timers/promises";
import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { changesOf } from "../../report/plan/narrowPlan";
import { judgePlan, type PlanLimits } from "../../report/plan/planJudgement";
import { renderText, totalLine } from "../../report/text/renderText";
import {
  type CheckpointArguments,
  checkpointsOf,
  withCheckpoints,
} from "../options/checkpointOption";
import { CommandFailure } from "../options/commandFailure";
import { type EngineRequest, runUpdate } from "../engine/engineOperation";
import { updateAsJudged } from "../engine/judgedUpdate";
import { judgeAgain, type Judgement } from "../engine/judgements";
import { interruptible } from "../terminal/interruption";
import { parseInterval } from "../options/interval";
import { print, tell } from "../terminal/output";
import { leftToLimits, type LimitArguments, limitsOf, withLimits } from "../options/planLimits";
import { plannedIn, previewed, type Previewed } from "../engine/preview";
import { furtherWords, type StackArguments, withStack } from "../options/stackOptions";
import { textStyle } from "../terminal/terminal";

interface ReconcileArguments extends StackArguments, LimitArguments, CheckpointArguments {
  readonly watch: boolean;
  readonly interval: string;
  readonly force: boolean;
}

/** `kubefed reconcile`: looks at the clusters and updates what is no longer as the program wants it. */
export const reconcileCommand: CommandModule<object, ReconcileArguments> = {
  command: "reconcile",
  describe: "Look at all member clusters, and update what has changed, gone or come back",
  builder: (yargs) =>
    withCheckpoints(withLimits(withStack(yargs), "Do not update, and exit with 3,"))
      .option("watch", {
        type: "boolean",
        alias: "w",
        default: false,
        describe: "Do it again and again, until Ctrl-C",
      })
      .option("interval", {
        type: "string",
        default: "30s",
        describe: "The time between two looks, with --watch: 30s, 5m, 1h",
      })
      .option("force", {
        type: "boolean",
        default: false,
        describe: "Take back fields that another field manager has changed",
      })
      .example("$0 reconcile", "the selected stack, once")
      .example("$0 reconcile --watch --interval 5m --max-deletes 0", "as a service beside it")
      .example("$0 plan --changes -- --refresh", "what it would do")
      .epilogue(
        "It is pulumi preview --refresh, and pulumi up --refresh where that has changes. With --max-deletes or --max-percent the update does what was judged and nothing else: where the program asks for something else by then, it is judged again, and the state is written as kubefed up does it. Exit codes: 0 everything is as the program wants it; 3 more would be deleted or replaced than --max-deletes or --max-percent allow, and nothing was; 1 it failed. With --watch a failure is told and tried again, and Ctrl-C ends it with 0.",
      ),
  handler: runReconcile,
};

/** A stack, how to look at it, and what may be taken away. */
interface Reconciliation {
  readonly engine: EngineRequest;
  readonly limits: PlanLimits;
  readonly checkpoints: "thin" | "usual";
  readonly isWatching: boolean;
}

async function runReconcile(given: ArgumentsCamelCase<ReconcileArguments>): Promise<void> {
  const limits = limitsOf(given);
  const intervalMs = parseInterval("interval", given.interval);
  await interruptible(async (signal) => {
    const engine: EngineRequest = {
      stack: given.stack,
      directory: given.cwd,
      words: ["--refresh", ...furtherWords(given)],
      signal,
      // The kubernetes plugin's own switch for all objects; one object has an annotation for it.
      env: {
        ...(given.force ? { PULUMI_K8S_ENABLE_PATCH_FORCE: "true" } : {}),
        ...leftToLimits(limits),
      },
    };
    const checkpoints = checkpointsOf(given);
    const reconciliation = { engine, limits, checkpoints, isWatching: given.watch };
    if (given.watch) await watch(reconciliation, intervalMs);
    else process.exitCode = await reconcile(reconciliation);
  });
}

/** Reconciles until it is interrupted; what fails is told and tried again. */
async function watch(reconciliation: Reconciliation, intervalMs: number): Promise<void> {
  const { signal } = reconciliation.engine;
  let failure = "";
  while (!signal.aborted) {
    try {
      await reconcile(reconciliation);
      failure = "";
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      const said = error.message === failure ? "the same again" : error.message;
      await tell(`${now(reconciliation)}kubefed: ${said}\n`);
      failure = error.message;
    }
    await pause(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Looks, and updates where there is something to do. Gives the exit code. */
async function reconcile(reconciliation: Reconciliation): Promise<0 | 3> {
  const { engine, limits } = reconciliation;
  if (Object.values(limits).every((limit) => limit === undefined)) {
    // Without a limit nothing is judged, and a program may find out more while it updates.
    return round({
      ...reconciliation,
      look: () => previewed(engine),
      update: () => runUpdate(engine),
      updated: "nothing was updated",
    });
  }
  const say = (text: string): Promise<void> => tell(`${now(reconciliation)}kubefed: ${text}\n`);
  return judgeAgain((judgement) => judgedRound(reconciliation, judgement), say);
}

/** The update does what the plan that was judged says, and nothing else. */
async function judgedRound(
  reconciliation: Reconciliation,
  { planFile, isFirst }: Judgement,
): Promise<0 | 3> {
  const { engine, checkpoints } = reconciliation;
  const judged = await plannedIn(planFile, engine);
  return round({
    ...reconciliation,
    look: () => Promise.resolve(judged),
    update: () => updateAsJudged(engine, judged, checkpoints),
    updated: isFirst ? "nothing was updated" : "nothing more was updated",
  });
}

/** Looks once, and updates once at most. */
async function round(
  given: Reconciliation & {
    readonly look: () => Promise<Previewed>;
    readonly update: () => Promise<unknown>;
    /** What to say where it does not update. */
    readonly updated: string;
  },
): Promise<0 | 3> {
  const { plan, planned } = await given.look();
  const { hasChanges, exceeded } = judgePlan(plan, given.limits);
  const say = (text: string): Promise<void> => print(`${now(given)}${text}\n`);
  if (!hasChanges && !planned.isGoingOn) {
    await say(`${plan.project}/${plan.stack}: nothing to do, ${totalLine(plan)}`);
    return 0;
  }
  if (given.isWatching) await say("something is to do");
  await print(renderText(changesOf(plan), textStyle()));
  if (exceeded.length > 0) {
    await tell(`kubefed: ${given.updated}: ${exceeded.join("; ")}\n`);
    return 3;
  }
  const start = Date.now();
  await given.update();
  await say(`updated in ${Math.round((Date.now() - start) / 1000)} s`);
  return 0;
}

/** The time of day before a line of a long watch. */
function now({ isWatching }: Reconciliation): string {
  return isWatching ? `${new Date().toTimeString().slice(0, 8)} ` : "";
}
