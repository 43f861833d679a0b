import type { ArgumentsCamelCase, Argv, CommandModule } from "yargs";
import { rolloutCommandText, type RolloutCommand } from "../../core/rollout/command";
import { renderRollout } from "../../report/rollout/renderRollout";
import { exitCodeOf, overallState } from "../../report/rollout/rolloutExit";
import type { RolloutStatus } from "../../report/rollout/rolloutStatus";
import { parseInterval } from "../options/interval";
import { CommandFailure } from "../options/commandFailure";
import { furtherWords, withStack } from "../options/stackOptions";
import { type WatchArguments, withWatch } from "../options/watchOptions";
import { readApprovals, writeApprovals } from "../rollout/approvalTag";
import { readRollout, type RolloutArguments } from "../rollout/readRollout";
import { runRollout } from "../rollout/runRollout";
import { interruptible } from "../terminal/interruption";
import { print } from "../terminal/output";
import { textStyle } from "../terminal/terminal";
import { remembering, watch } from "../terminal/watching";

const exitCodes =
  "Exit codes: 0 the update is complete; 4 it is stopped by health; 5 it waits for a person: an approval, or it is paused or aborted; 6 it goes on later: time, or the next update; 1 it failed.";

interface RunArguments extends RolloutArguments {
  readonly once: boolean;
}
interface StatusArguments extends RolloutArguments, WatchArguments {
  readonly format: "json" | "text";
}
interface ApproveArguments extends RolloutArguments {
  readonly approval: string;
  readonly only: boolean;
}
interface RetryArguments extends RolloutArguments {
  readonly cluster: string;
}

/** `kubefed rollout`: takes staged updates through their stages. */
export const rolloutCommand: CommandModule = {
  command: "rollout",
  describe: "Take staged updates through their stages, as far as their gates let them",
  builder: (yargs) =>
    yargs
      .command(runCommand)
      .command(statusCommand)
      .command(approveCommand)
      .command(
        flagCommand(
          "pause",
          "Write nothing more of it, whoever runs pulumi up, until it is resumed",
        ),
      )
      .command(flagCommand("resume", "Go on with what was paused or aborted"))
      .command(
        flagCommand("abort", "Stay where it is, until there is a new revision or it is resumed"),
      )
      .command(retryCommand)
      .demandCommand(1, "a command is needed: run, status, approve, pause, resume, abort or retry")
      .epilogue(
        "Each of them but status is an update of the stack: pulumi up, with all that the program asks for. Without them pulumi up on a timer does the same.",
      ),
  handler: () => undefined,
};

function withStrategy(yargs: Argv<object>): Argv<RolloutArguments> {
  return withStack(yargs).option("strategy", {
    type: "string",
    describe: "Only the staged update by the StagedUpdateStrategy of this name; default: all",
  });
}

const runCommand: CommandModule<object, RunArguments> = {
  command: "run",
  describe: "Update, wait for time, update; up to an approval, or the end",
  builder: (yargs) =>
    withStrategy(yargs)
      .option("once", { type: "boolean", default: false, describe: "One update, and no wait" })
      .example("$0 rollout run", "through all stages, up to an approval")
      .example("$0 rollout run --once", "on a timer, or in a pipeline")
      .epilogue(
        `${exitCodes} Ctrl-C ends a wait at once, and an update in the engine's own way; the next update goes on from there.`,
      ),
  handler: (given) => update(given, { isOnce: given.once }),
};

const statusCommand: CommandModule<object, StatusArguments> = {
  command: "status",
  describe: "Show how they stand: from the stack's state, and how the clusters are now",
  builder: (yargs) =>
    withWatch(withStrategy(yargs))
      .option("format", {
        choices: ["text", "json"] as const,
        default: "text" as const,
        describe: "How to show it",
      })
      .example("$0 rollout status --watch", "again every five seconds")
      .example("$0 rollout status --format json", "for a program")
      .epilogue(`It runs neither the program nor a check of health of your own. ${exitCodes}`),
  handler: showStatus,
};

const approveCommand: CommandModule<object, ApproveArguments> = {
  command: "approve <approval>",
  describe: "Approve that it goes on after a stage: STAGE@REVISION, as status shows it",
  builder: (yargs) =>
    withStrategy(yargs)
      .positional("approval", {
        type: "string",
        demandOption: true,
        describe: "STAGE@REVISION, as status shows it",
      })
      .option("only", {
        type: "boolean",
        default: false,
        describe: "Update nothing; a tag of the stack keeps it for the next kubefed rollout run",
      })
      .example("$0 rollout approve canary@2f4045a1", "one update with that approval")
      .epilogue(exitCodes),
  handler: approve,
};

const retryCommand: CommandModule<object, RetryArguments> = {
  command: "retry <cluster>",
  describe: "Try a failed cluster again at the same revision",
  builder: (yargs) =>
    withStrategy(yargs)
      .positional("cluster", {
        type: "string",
        demandOption: true,
        describe: "The member cluster; one that its stage went on without is a part of it again",
      })
      .example("$0 rollout retry eu-7", "when eu-7 is repaired")
      .epilogue(exitCodes),
  handler: retry,
};

function flagCommand(
  does: "abort" | "pause" | "resume",
  describe: string,
): CommandModule<object, RolloutArguments> {
  return {
    command: does,
    describe,
    builder: (yargs) =>
      withStrategy(yargs)
        .example(`$0 rollout ${does}`, "by one update, which the stack's state remembers")
        .epilogue(
          does === "resume"
            ? exitCodes
            : "Exit codes: 0 done, 1 it failed. The update writes nothing of what is staged.",
        ),
    handler: async (given) => {
      await readRollout(given, []);
      await update(given, { isOnce: true, command: { does } });
      if (does !== "resume" && process.exitCode !== 4) process.exitCode = 0;
    },
  };
}

/** One or more updates, as `kubefed rollout run` does them, and the exit code. */
async function update(
  given: ArgumentsCamelCase<RolloutArguments>,
  how: {
    readonly isOnce: boolean;
    readonly command?: RolloutCommand;
    readonly approvals?: readonly string[];
  },
): Promise<void> {
  const { strategy } = given;
  const { isOnce, command, approvals = [] } = how;
  const said =
    command === undefined
      ? {}
      : {
          command: rolloutCommandText({
            ...command,
            ...(strategy === undefined ? {} : { strategy }),
          }),
        };
  await interruptible(async (signal) => {
    const request = { given, words: furtherWords(given), signal, approvals, ...said };
    process.exitCode = await runRollout(request, isOnce);
  });
}

async function approve(given: ArgumentsCamelCase<ApproveArguments>): Promise<void> {
  const { approval } = given;
  const known = await readApprovals(given);
  const statuses = await readRollout(given, known);
  const asked = statuses.flatMap(({ stages }) => stages.flatMap((each) => each.approval ?? []));
  if (!asked.includes(approval)) {
    const what =
      asked.length === 0 ? "nothing is to be approved" : `to be approved: ${asked.join(", ")}`;
    throw new CommandFailure(`"${approval}" is not asked for; ${what}`);
  }
  if (!given.only) {
    await update(given, { isOnce: true, approvals: [approval] });
    return;
  }
  await writeApprovals(given, [...new Set([...known, approval])]);
  await print(`${approval} is approved; the next kubefed rollout run goes on with it\n`);
}

async function retry(given: ArgumentsCamelCase<RetryArguments>): Promise<void> {
  const { cluster } = given;
  const statuses = await readRollout(given, []);
  const known = statuses.flatMap(({ stages }) => stages.flatMap(({ clusters }) => clusters));
  if (!known.includes(cluster)) {
    throw new CommandFailure(`no staged update goes to "${cluster}"; known: ${known.join(", ")}`);
  }
  await update(given, { isOnce: true, command: { does: "retry", cluster } });
}

async function showStatus(given: ArgumentsCamelCase<StatusArguments>): Promise<void> {
  const intervalMs = parseInterval("interval", given.interval);
  const look = async (): Promise<RolloutStatus[]> => readRollout(given, await readApprovals(given));
  const shown = (statuses: readonly RolloutStatus[]): Promise<void> => show(statuses, given);
  let statuses: readonly RolloutStatus[];
  if (given.watch) {
    statuses = await watch({ look: remembering(look), show: shown, intervalMs });
  } else {
    statuses = await look();
    await shown(statuses);
  }
  process.exitCode = exitCodeOf(overallState(statuses));
}

/** The approvals without which it does not go on. */
function waitedFor(statuses: readonly RolloutStatus[]): string[] {
  const waiting = statuses.filter(({ state }) => state === "approval");
  return waiting.flatMap(({ stages }) =>
    stages.flatMap(({ state, approval }) => (state === "waits" ? (approval ?? []) : [])),
  );
}

function show(statuses: readonly RolloutStatus[], { format }: StatusArguments): Promise<void> {
  if (format === "text") return print(renderRollout(statuses, textStyle()));
  const document = {
    format: "kubefed-rollout",
    version: 1,
    state: overallState(statuses),
    approvals: waitedFor(statuses),
    strategies: statuses,
  };
  return print(`${JSON.stringify(document, null, 2)}\n`);
}
