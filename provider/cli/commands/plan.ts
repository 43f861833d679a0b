/*
 * One file a command of `kubefed`: its options, what it calls, its exit code.
 */

import { writeFileSync } from "node:fs";
import type { ArgumentsCamelCase, Argv, CommandModule } from "yargs";
import { count } from "../../core/plain/text";
import { renderHtml } from "../../report/page/renderHtml";
import type { FleetPlan } from "../../report/plan/model";
import { changesOf, narrowPlan } from "../../report/plan/narrowPlan";
import { judgePlan } from "../../report/plan/planJudgement";
import { renderMarkdown } from "../../report/text/renderMarkdown";
import { renderText } from "../../report/text/renderText";
import { refusalLines } from "../../report/text/textStages";
import { mergePlans } from "../../report/shards/mergePlans";
import { noPlanLines } from "../../report/shards/noPlan";
import { readShardPlans } from "../shards/shardPlans";
import { print, tell } from "../terminal/output";
import { type FilterArguments, filterOf, withFilter } from "../options/planFilter";
import { leftToLimits, type LimitArguments, limitsOf, withLimits } from "../options/planLimits";
import { previewWholeFleet } from "../engine/wholePreview";
import { furtherWords, type StackArguments, withStack } from "../options/stackOptions";
import { textStyle } from "../terminal/terminal";
import { planPageScript } from "../terminal/planPage";

const formats = ["text", "json", "markdown", "html"] as const;
type Format = (typeof formats)[number];

/** How a plan is shown and judged. */
export interface ShownPlanArguments extends FilterArguments, LimitArguments {
  readonly format: Format;
  readonly out: string | undefined;
  readonly object: string | undefined;
  readonly changes: boolean;
  readonly "exit-code": boolean;
}
interface PlanArguments extends StackArguments, ShownPlanArguments {
  readonly merge: readonly string[] | undefined;
}

/** Adds the options that say how a plan is shown and judged. */
export function withShownPlan<Arguments>(
  yargs: Argv<Arguments>,
): Argv<Arguments & ShownPlanArguments> {
  return withLimits(withFilter(yargs), "Exit with 3")
    .option("format", { choices: formats, default: "text" as const, describe: "How to show it" })
    .option("out", { type: "string", alias: "o", describe: "Write it to this file" })
    .option("object", { type: "string", describe: "Only objects whose name contains this" })
    .option("changes", {
      type: "boolean",
      default: false,
      describe: "Only objects that change on one of their clusters",
    })
    .option("exit-code", {
      type: "boolean",
      default: false,
      describe: "Exit with 2 when anything changes",
    });
}

/** `kubefed plan`: what each member cluster would get and why, before anything is written. */
export const planCommand: CommandModule<object, PlanArguments> = {
  command: "plan",
  describe: "Show what each member cluster would get, why, and what changes",
  builder: (yargs) =>
    withShownPlan(withStack(yargs))
      .option("merge", {
        type: "string",
        array: true,
        describe: "Join these JSON documents, one of each shard, instead of running a preview",
      })
      .example("$0 plan", "the plan of the selected stack")
      .example("$0 plan --stack prod --exit-code --max-deletes 0", "a gate for a pull request")
      .example("$0 plan --format html --out plan.html", "one page to look at and pass on")
      .example("$0 plan --format json | jq .totals", "for a program")
      .example("$0 plan -l region=eu -- --refresh", "part of it, and options of pulumi preview")
      .example("$0 plan --merge eu-1.json us-1.json", "one plan of a fleet in shards")
      .example(
        "$0 plan --changes -- --refresh",
        "only what changes, also what was changed past Pulumi",
      )
      .epilogue(
        "Exit codes: 0 done; with --exit-code 2 when anything changes; 3 when more is deleted or replaced than --max-deletes or --max-percent allow; 1 when there is no plan, none of a shard, or an API server refuses part of it.",
      ),
  handler: runPlan,
};

async function runPlan(given: ArgumentsCamelCase<PlanArguments>): Promise<void> {
  if (given.merge !== undefined) return showPlan(mergePlans(readShardPlans(given.merge)), given);
  const whole = await previewWholeFleet({
    stack: given.stack,
    directory: given.cwd,
    words: furtherWords(given),
    env: leftToLimits(limitsOf(given)),
  });
  return showPlan(whole, given);
}

/** Shows a plan as the options say, and sets the exit code. */
export async function showPlan(whole: FleetPlan, given: ShownPlanArguments): Promise<void> {
  const limits = limitsOf(given);
  const filter = { ...filterOf(given), object: given.object };
  const plan = narrowPlan(whole, filter);
  const text = render(given.changes ? changesOf(plan) : plan, given.format);
  if (given.out === undefined) await print(text);
  else writeFileSync(given.out, text);
  const { exceeded, hasChanges } = judgePlan(plan, limits);
  const refused = refusalLines(whole);
  const missing = noPlanLines(whole);
  if (missing.length > 0) {
    const what = `no plan of ${count(missing.length, "shard")}`;
    await tell(`kubefed: ${what}:\n${missing.join("\n")}\n`);
    process.exitCode = 1;
  }
  if (refused.length > 0) {
    await tell(
      `kubefed: ${count(refused.length, "object")} refused by API servers:\n${refused.join("\n")}\n`,
    );
    process.exitCode = 1;
  } else if (missing.length > 0) return;
  else if (exceeded.length > 0) {
    await tell(`kubefed: ${exceeded.join("\nkubefed: ")}\n`);
    process.exitCode = 3;
  } else if (given["exit-code"] && hasChanges) process.exitCode = 2;
}

function render(plan: FleetPlan, format: Format): string {
  switch (format) {
    case "text":
      return renderText(plan, textStyle());
    case "json":
      return `${JSON.stringify(plan, null, 2)}\n`;
    case "markdown":
      return renderMarkdown(plan);
    case "html":
      return renderHtml(plan, planPageScript());
  }
}
