import type { Argv } from "yargs";
import type { FleetArguments } from "../shards/shardStacks";
import { CommandFailure } from "./commandFailure";

/** Which shards are meant, and how many at a time. */
export interface ParallelArguments extends FleetArguments {
  readonly parallel: number | undefined;
}

/** Whether stacks are made first. */
export interface CreateArguments {
  readonly create: boolean;
}

/** How many shards at a time where nobody says it: two engines fill a usual machine. */
export const usualParallel = 2;

/** Adds the options that say which fleet and which of its shards. */
export function withFleet(yargs: Argv<object>): Argv<FleetArguments> {
  return yargs
    .option("fleet", {
      type: "string",
      demandOption: true,
      describe: "The fleet's stack, such as organization/fleet/prod",
    })
    .option("prefix", {
      type: "string",
      default: "",
      describe: "What the shards' stacks are called before the shard: prod- for prod-eu-1",
    })
    .option("only", {
      type: "string",
      array: true,
      describe: "Only these shards",
      coerce: (names: readonly string[] | undefined) =>
        names?.flatMap((each) => each.split(",")).filter((each) => each !== ""),
    })
    .option("cwd", {
      type: "string",
      alias: "C",
      describe: "The project's folder; default: this one",
    });
}

/** The same, and how many at a time. */
export function withParallel(yargs: Argv<object>): Argv<ParallelArguments> {
  return withFleet(yargs).option("parallel", {
    type: "number",
    describe: `How many shards at a time; default: ${usualParallel}`,
  });
}

/** Adds the option that makes the stacks of new shards. */
export function withCreate<Arguments>(yargs: Argv<Arguments>): Argv<Arguments & CreateArguments> {
  return yargs.option("create", {
    type: "boolean",
    default: false,
    describe: "Make the stacks of new shards, configured as the first one that is there",
  });
}

/** How many shards at a time; throws a CommandFailure for what is no number from 1. */
export function parallelOf({ parallel }: ParallelArguments): number | undefined {
  if (parallel === undefined || (Number.isInteger(parallel) && parallel >= 1)) return parallel;
  throw new CommandFailure(`--parallel: a whole number from 1 is needed; got ${parallel}`);
}
