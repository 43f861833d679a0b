/*
 * Options that several commands share, and how their texts are read.
 */

import type { Argv } from "yargs";

/** The options that say whose stack. */
export interface StackArguments {
  readonly stack: string | undefined;
  readonly cwd: string | undefined;
}

/** Adds the options that say whose stack to a command. */
export function withStack<Arguments>(yargs: Argv<Arguments>): Argv<Arguments & StackArguments> {
  return yargs
    .option("stack", {
      type: "string",
      alias: "s",
      describe: "The stack; default: the one that is selected",
    })
    .option("cwd", {
      type: "string",
      alias: "C",
      describe: "The project's folder; default: this one",
    });
}

/** What stands after `--`, for pulumi itself. */
export function furtherWords(parsed: Readonly<Record<string, unknown>>): string[] {
  const words = parsed["--"];
  return Array.isArray(words) ? words.map(String) : [];
}
