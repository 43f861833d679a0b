import { allowDeletesVariable } from "../../core/deletion/allowedDeletes";
import type { Argv } from "yargs";
import type { PlanLimits } from "../../report/plan/planJudgement";
import { CommandFailure } from "./commandFailure";

/** The options that limit what may be taken away from the clusters. */
export interface LimitArguments {
  readonly "max-deletes": number | undefined;
  readonly "max-percent": number | undefined;
}

/** Adds the options that limit to a command; `then` says what it does when there is more. */
export function withLimits<Arguments>(
  yargs: Argv<Arguments>,
  then: string,
): Argv<Arguments & LimitArguments> {
  return yargs
    .option("max-deletes", {
      type: "number",
      describe: `${then} when more objects are deleted or replaced`,
    })
    .option("max-percent", {
      type: "number",
      describe: `${then} when a larger share of the objects is deleted or replaced`,
    });
}

/** The limits that the options ask for; throws a CommandFailure for one that is no number from 0. */
export function limitsOf(given: LimitArguments): PlanLimits {
  return {
    maxDeletes: limitOf("--max-deletes", given["max-deletes"]),
    maxPercent: limitOf("--max-percent", given["max-percent"]),
  };
}

function limitOf(option: string, limit: number | undefined): number | undefined {
  if (limit === undefined || limit >= 0) return limit;
  throw new CommandFailure(`${option}: a number from 0 is needed; came "${limit}"`);
}

/** What the program is told where the command judges itself how much may go: it then refuses nothing of it. */
export function leftToLimits(limits: PlanLimits): Readonly<Record<string, string>> {
  const isJudged = Object.values(limits).some((limit) => limit !== undefined);
  return isJudged ? { [allowDeletesVariable]: "true" } : {};
}
