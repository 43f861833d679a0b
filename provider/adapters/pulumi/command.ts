/*
 * The `pulumi` command: a process group and a temporary folder of its own, one interrupt, lines of output.
 */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { leanEnv } from "./leanEnv";
import { temporaryFolderEnv, withTemporaryFolder } from "./temporaryFolder";

/** A command of `pulumi`. */
export interface PulumiCommand {
  /** The words after `pulumi`. */
  readonly words: readonly string[];
  /** The project's folder. @default the process's own */
  readonly directory?: string;
  /** Added to the process's own variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each line of standard output. */
  readonly onLine: (line: string) => void;
  /** Interrupts the command once, as Ctrl-C does, so that it ends in its own way and leaves no lock. */
  readonly signal?: AbortSignal;
}

/** How a command ended. */
export interface PulumiEnd {
  /** Its exit code; -1 where a signal ended it. */
  readonly code: number;
  /** What it wrote to standard error. */
  readonly errors: string;
}

/** `pulumi` could not be started. */
export class PulumiMissing extends Error {
  override readonly name = "PulumiMissing";
  readonly code = "pulumi-missing";
}

/** What ends this process, unless somebody listens. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `pulumi` to its end, in a temporary folder that is removed afterwards. Throws `PulumiMissing` where
 * there is none on the path; how the command itself ended is in the result.
 *
 * - A signal that would end this process interrupts the command first, and ends the process once the
 *   command has ended and its folder is gone.
 */
export async function runPulumi(command: PulumiCommand): Promise<PulumiEnd> {
  const caught: NodeJS.Signals[] = [];
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, ...(command.signal ? [command.signal] : [])]);
  const interrupt = (name: NodeJS.Signals): void => {
    caught.push(name);
    controller.abort();
  };
  for (const name of endings) process.on(name, interrupt);
  try {
    return await withTemporaryFolder((folder) =>
      run({ ...command, env: { ...command.env, ...temporaryFolderEnv(folder) }, signal }),
    );
  } finally {
    for (const name of endings) process.off(name, interrupt);
    const [name] = caught;
    // Where somebody else listens, the process is theirs to end.
    if (name !== undefined && process.listenerCount(name) === 0) process.kill(process.pid, name);
  }
}

function isDebugging(words: readonly string[]): boolean {
  return words.some((word) => /^(-d|--debug|--logtostderr|-v=?\d*|--verbose)$/.test(word));
}

function run(command: PulumiCommand & { readonly signal: AbortSignal }): Promise<PulumiEnd> {
  const { words, directory, env, onLine, signal } = command;
  const child = spawn("pulumi", words, {
    cwd: directory,
    // Who looks for a fault of the engine gets all that Pulumi says.
    env: { ...process.env, ...(isDebugging(words) ? {} : leanEnv(process.env)), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // In a group of its own: a terminal's Ctrl-C would reach it beside ours, and the second interrupt
    // makes the engine stop at once and leave its lock.
    detached: true,
  });
  const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
  lines.on("line", onLine);
  const errors: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const interrupt = (): void => {
    child.kill("SIGINT");
  };
  if (signal.aborted) interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  const read = new Promise<void>((resolve) => {
    lines.on("close", resolve);
  });
  return new Promise<PulumiEnd>((resolve, reject) => {
    child.on("error", (error) => {
      reject(new PulumiMissing(`pulumi cannot be started: ${error.message}`, { cause: error }));
    });
    child.on("close", (code) => {
      void read.then(() => {
        resolve({ code: code ?? -1, errors: Buffer.concat(errors).toString("utf8") });
      });
    });
  }).finally(() => {
    signal.removeEventListener("abort", interrupt);
  });
}
