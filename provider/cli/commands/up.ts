import type { ArgumentsCamelCase, CommandModule } from "yargs";
import { count } from "../../core/plain/text";
import { judgePlan, type PlanLimits } from "../../report/plan/planJudgement";
import { renderText, totalLine } from "../../report/text/renderText";
import { refusalLines } from "../../report/text/textStages";
import { changesOf } from "../../report/plan/narrowPlan";
import { followUpdate } from "../../report/update/clusterProgress";
import { endText, summaryLines } from "../../report/update/updateSummary";
import { type EngineRequest, PlanOutdated } from "../engine/engineOperation";
import { updateAsJudged } from "../engine/judgedUpdate";
import { judgeAgain, type Judgement } from "../engine/judgements";
import { type JudgedPreview, plannedIn } from "../engine/preview";
import {
  type CheckpointArguments,
  checkpointsOf,
  withCheckpoints,
} from "../options/checkpointOption";
import { CommandFailure } from "../options/commandFailure";
import { leftToLimits, type LimitArguments, limitsOf, withLimits } from "../options/planLimits";
import { furtherWords, type StackArguments, withStack } from "../options/stackOptions";
import { showClusters } from "../terminal/clusterLines";
import { interruptible } from "../terminal/interruption";
import { print, tell } from "../terminal/output";
import { ask, canAsk } from "../terminal/question";
import { textStyle } from "../terminal/terminal";

interface UpArguments extends StackArguments, LimitArguments, CheckpointArguments {
  readonly yes: boolean;
}

/** `kubefed up`: shows the plan, asks, and does what it shows. */
export const upCommand: CommandModule<object, UpArguments> = {
  command: "up",
  describe: "Show the plan, ask, and update what it shows, cluster by cluster before your eyes",
  builder: (yargs) =>
    withCheckpoints(withLimits(withStack(yargs), "Do not update, and exit with 3,"))
      .option("yes", {
        type: "boolean",
        alias: "y",
        default: false,
        describe: "Update without asking; needed where there is no terminal to ask on",
      })
      .example("$0 up", "the selected stack, after a question")
      .example("$0 up --yes --max-deletes 0", "in a pipeline")
      .example("$0 up -- --refresh --parallel 32", "with options of pulumi up")
      .epilogue(
        "The update does what the plan shows and nothing else; where the program asks for something else by then, the plan is shown again. It writes the stack's state once at its end, or at an interrupt, where all that changes would be found again after a crash; else after each resource, and says why. A lock whose process has ended on this machine is taken away. Exit codes: 0 done, or nothing to do; 3 more would be deleted or replaced than --max-deletes or --max-percent allow, and nothing was; 1 it failed, was interrupted or not agreed to, or an API server refuses part of it.",
      ),
  handler: runUp,
};

/** A stack to be updated, and what may be taken away. */
interface Up {
  readonly engine: EngineRequest;
  readonly limits: PlanLimits;
  readonly checkpoints: "thin" | "usual";
  readonly isAgreed: boolean;
}

async function runUp(given: ArgumentsCamelCase<UpArguments>): Promise<void> {
  const limits = limitsOf(given);
  if (!given.yes && !canAsk()) {
    throw new CommandFailure("there is no terminal to ask on; --yes updates without asking");
  }
  await interruptible(async (signal) => {
    const engine: EngineRequest = {
      stack: given.stack,
      directory: given.cwd,
      words: furtherWords(given),
      signal,
      env: leftToLimits(limits),
    };
    const up = { engine, limits, checkpoints: checkpointsOf(given), isAgreed: given.yes };
    process.exitCode = await judgeAgain(
      (judgement) => upOnce(up, judgement),
      (text) => tell(`kubefed: ${text}\n`),
    );
  });
}

/** Shows a plan, and updates by it once at most. Gives the exit code. */
async function upOnce(up: Up, { planFile, isFirst }: Judgement): Promise<0 | 1 | 3> {
  const { engine, limits, isAgreed } = up;
  const judged = await plannedIn(planFile, engine);
  const { plan, planned } = judged;
  const { hasChanges, exceeded } = judgePlan(plan, limits);
  const untouched = isFirst ? "nothing was updated" : "nothing more was updated";
  if (!hasChanges && !planned.isGoingOn) {
    await print(`${plan.project}/${plan.stack}: nothing to do, ${totalLine(plan)}\n`);
    return 0;
  }
  if (planned.isGoingOn) await tell("kubefed: going on after an update that never ended\n");
  await print(renderText(changesOf(plan), textStyle()));
  const refused = refusalLines(plan);
  if (refused.length > 0) {
    const what = `${untouched}: ${count(refused.length, "object")} refused by API servers`;
    await tell(`kubefed: ${what}:\n${refused.join("\n")}\n`);
    return 1;
  }
  if (exceeded.length > 0) {
    await tell(`kubefed: ${untouched}: ${exceeded.join("; ")}\n`);
    return 3;
  }
  const { project, stack } = plan;
  if (!isAgreed && !(await ask(`Update ${project}/${stack}?`, engine.signal))) {
    await tell(`kubefed: ${untouched}\n`);
    return 1;
  }
  await update(up, judged);
  return 0;
}

/** Updates, and shows how far it is on each cluster and what came of it, also of what failed. */
async function update(up: Up, judged: JudgedPreview): Promise<void> {
  const { plan, planned } = judged;
  const { objects } = planned;
  const progress = followUpdate(objects);
  const lines = showClusters(progress);
  const start = Date.now();
  const show = async (isComplete: boolean): Promise<void> => {
    const ended = { plan, objects, outcomeOf: progress.outcomeOf, isComplete };
    const summary = summaryLines(ended, textStyle());
    if (summary.length > 0) await print(`\n${summary.join("\n")}\n`);
    const seconds = Math.round((Date.now() - start) / 1000);
    const what = isComplete ? `updated in ${seconds} s` : `stopped after ${seconds} s`;
    await print(`${what}: ${endText(ended)}\n`);
  };
  try {
    const engine = { ...up.engine, onEvent: lines.onEvent };
    await updateAsJudged(engine, judged, up.checkpoints);
  } catch (error) {
    lines.close();
    if (!(error instanceof PlanOutdated)) await show(false);
    throw error;
  }
  lines.close();
  await show(true);
}
