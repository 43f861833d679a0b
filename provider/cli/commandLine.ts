import yargs, { type Argv } from "yargs";
import { hideBin } from "yargs/helpers";
import { IssuesError } from "../core/issue";
import { knownNames } from "./engine/knownNames";
import { CommandFailure } from "./options/commandFailure";
import { completedValue } from "./options/completedValue";
import { print } from "./terminal/output";
import { convertCommand } from "./commands/convert";
import { explainCommand } from "./commands/explain";
import { federateCommand } from "./commands/federate";
import { initCommand } from "./commands/init";
import { planCommand } from "./commands/plan";
import { reconcileCommand } from "./commands/reconcile";
import { rolloutCommand } from "./commands/rollout";
import { shardsCommand } from "./commands/shards";
import { statusCommand } from "./commands/status";
import { upCommand } from "./commands/up";

/** The commands, in the order of the help text; each is a yargs CommandModule in a file of its own. */
function withCommands(parser: Argv): Argv {
  return parser
    .command(initCommand)
    .command(planCommand)
    .command(upCommand)
    .command(explainCommand)
    .command(statusCommand)
    .command(reconcileCommand)
    .command(rolloutCommand)
    .command(shardsCommand)
    .command(federateCommand)
    .command(convertCommand);
}

/** With which the script of a shell asks; the command's own name follows, and the words so far. */
const completionWord = "--get-yargs-completions";

/** How wide the help text may be where the terminal is wider. */
const widestHelp = 100;

/** The parser of the whole command line; what is wrong with the words is thrown, not printed. */
function commandLine(words: readonly string[]): Argv {
  const parser = yargs([...words])
    .scriptName("kubefed")
    .usage("$0 <command> [options]\n\nKubernetes federation, before and after Pulumi writes it.")
    .completion(
      "completion",
      "Print a script that completes commands, options, stacks, clusters and objects in bash or zsh",
    )
    .demandCommand(1, "a command is needed")
    .recommendCommands()
    .strict()
    .fail((message, error: Error | undefined) => {
      // Without an error it is about the words.
      throw error ?? new CommandFailure(`${message}\nkubefed --help shows commands and options.`);
    })
    // What stands after "--" is for pulumi.
    .parserConfiguration({ "populate--": true })
    .help()
    .alias("help", "h")
    .epilogue("kubefed <command> --help shows a command's options and examples.");
  return withCommands(parser.wrap(Math.min(widestHelp, parser.terminalWidth())));
}

/**
 * Runs what the words of a command line ask for. Gives the exit code for a failure after telling it to
 * `tell`; undefined when the command ended by itself, with the exit code it set.
 */
export async function runCommandLine(request: {
  /** The process's arguments, interpreter and script included. */
  readonly argv: readonly string[];
  readonly tell: (text: string) => Promise<void>;
  readonly showStack: boolean;
}): Promise<number | undefined> {
  try {
    const words = hideBin([...request.argv]);
    const value = words[0] === completionWord ? completedValue(words.slice(2)) : undefined;
    // What takes time to find out cannot be left to the parser, which goes on meanwhile.
    if (value === undefined) await commandLine(words).parseAsync();
    else for (const name of await knownNames(value)) await print(`${name}\n`);
    return undefined;
  } catch (error) {
    await request.tell(`${describeFailure(error, request.showStack)}\n`);
    return 1;
  }
}

/**
 * The text for what ended a command. Only what is no mistake of the user is called a bug, and only then,
 * and where the stack is asked for, is it shown.
 */
export function describeFailure(error: unknown, showStack: boolean): string {
  if (!(error instanceof Error)) return `kubefed: ${String(error)}`;
  if (isExplained(error)) return `kubefed: ${error.message}`;
  const stack = showStack ? `\n${error.stack ?? ""}` : "; KUBEFED_DEBUG=1 shows where";
  return `bug in kubefed: ${error.message}${stack}`;
}

/** Failures whose message says all: ours, and the operating system's, which have a code. */
function isExplained(error: Error): boolean {
  return error instanceof CommandFailure || error instanceof IssuesError || "code" in error;
}
