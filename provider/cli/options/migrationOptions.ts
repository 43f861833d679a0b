import type { Argv } from "yargs";
import type { OutputArguments } from "../terminal/migrationOutput";

/** What every command is told that makes a program from objects. */
export interface MigrationArguments extends OutputArguments {
  readonly filename: readonly string[];
  readonly cluster: readonly string[];
  readonly adopt: boolean;
}

/** The options that say what is read and where the program goes. */
export function migrationOptions(
  yargs: Argv<object>,
  /** What `--cluster` is about. */
  words: { readonly cluster: string },
): Argv<MigrationArguments> {
  return yargs
    .option("filename", {
      alias: "f",
      type: "string",
      requiresArg: true,
      demandOption: true,
      // A list by type would not take "-" for a value.
      coerce: (given: string | readonly string[]): readonly string[] => [given].flat(),
      describe: "A file, a folder, or - for standard input; may be given again",
    })
    .option("cluster", {
      type: "string",
      array: true,
      requiresArg: true,
      default: [],
      describe: words.cluster,
    })
    .option("out", {
      alias: "o",
      type: "string",
      describe: "An empty or new folder for a whole project; default: print the program",
    })
    .option("stdout", { type: "boolean", conflicts: "out", describe: "Print the program" })
    .option("adopt", {
      type: "boolean",
      default: false,
      describe: "Take over the objects that are on the member clusters already",
    })
    .option("secret", {
      type: "string",
      describe:
        "Print the value for this configuration key instead, to pipe it to pulumi config set",
    });
}
