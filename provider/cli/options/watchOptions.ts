import type { Argv } from "yargs";

/** How often something is shown. */
export interface WatchArguments {
  readonly watch: boolean;
  readonly interval: string;
}

/** Adds the options of a command that shows how something is. */
export function withWatch<Arguments>(yargs: Argv<Arguments>): Argv<Arguments & WatchArguments> {
  return yargs
    .option("watch", {
      type: "boolean",
      alias: "w",
      default: false,
      describe: "Show it again and again, until Ctrl-C",
    })
    .option("interval", {
      type: "string",
      default: "5s",
      describe: "The time between two looks, with --watch: 2s, 1m",
    });
}
