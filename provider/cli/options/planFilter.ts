import type { Argv } from "yargs";
import { parseSelectorText } from "../../core/kinds/selectorText";
import type { PlanFilter } from "../../report/plan/narrowPlan";
import { CommandFailure } from "./commandFailure";

/** The options that narrow a plan or a status. */
export interface FilterArguments {
  readonly cluster: readonly string[] | undefined;
  readonly selector: string | undefined;
}

/** Adds the options that narrow to a command. */
export function withFilter<Arguments>(yargs: Argv<Arguments>): Argv<Arguments & FilterArguments> {
  return yargs
    .option("cluster", {
      type: "string",
      array: true,
      describe: "Only these member clusters, by name",
    })
    .option("selector", {
      type: "string",
      alias: "l",
      describe: "Only member clusters with these labels, as kubectl writes it",
    });
}

/** The filter that the options ask for; throws a CommandFailure for a selector that cannot be read. */
export function filterOf({ cluster, selector }: FilterArguments): PlanFilter {
  const parsed = selector === undefined ? undefined : parseSelectorText(selector);
  if (selector !== undefined && parsed === undefined) {
    throw new CommandFailure(
      `--selector: "${selector}" is no label selector; allowed: key=value, key!=value, key in (a, b), key notin (a), key, !key, joined by commas`,
    );
  }
  const clusters = cluster?.flatMap((names) => names.split(",")).filter((name) => name !== "");
  return {
    ...(clusters === undefined ? {} : { clusters }),
    ...(parsed === undefined ? {} : { selector: parsed }),
  };
}
