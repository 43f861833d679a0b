import { spawn } from "node:child_process";
import { killTree } from "../support/killedEngine";
import { watchMemory } from "./memory";

/** What one command took. */
export interface Cost {
  readonly wallSeconds: number;
  /** User and system time of the command and of all its descendants that were waited for. */
  readonly cpuSeconds: number;
  /** The most that the processes had at once whose memory was looked at; 0 where none was. */
  readonly peakMiB: number;
}

/** A command to run, and where. */
export interface EngineCommand {
  readonly words: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the command reads from its standard input. @default nothing */
  readonly input?: string;
  /** Which of its processes' memory is looked at, once a second, by their command lines. @default none */
  readonly watches?: RegExp;
}

/** What is being measured: it must not outlive who measures. */
const running = new Set<number>();

/** Kills what is being measured with all that it has started; the engine gives its plugins groups of their own. */
export function endCommands(): void {
  for (const pid of running) killTree(pid);
}

/** The shell's own `times`, of its children; the command itself does not get the third channel. */
const ACCOUNT = '"$@" 3>&-; code=$?; times >&3; exit $code';

/**
 * Runs a command to its end and says what it took. The CPU time is what the kernel adds up when a process
 * is waited for, in steps of 10 ms. Rejects with what the command printed when it fails.
 */
export function measureCommand(command: EngineCommand): Promise<Cost> {
  const { words, directory, env, input, watches } = command;
  const start = process.hrtime.bigint();
  const child = spawn("sh", ["-c", ACCOUNT, "sh", ...words], {
    cwd: directory,
    env: { ...env },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const memory =
    watches !== undefined && child.pid !== undefined ? watchMemory(child.pid, watches) : undefined;
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const printed: Buffer[] = [];
  const account: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stdio[3]?.on("data", (chunk: Buffer) => account.push(chunk));
  child.stdin.end(input);
  let wallSeconds = NaN;
  let peakMiB = 0;
  child.on("exit", () => {
    if (pid !== undefined) running.delete(pid);
    peakMiB = memory?.stop() ?? 0;
    wallSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ wallSeconds, cpuSeconds: childSeconds(textOf(account)), peakMiB });
      else reject(new Error(`"${words.join(" ")}" ended with ${code}:\n${textOf(printed)}`));
    });
  });
}

/**
 * Reads what `times` prints: a line of the shell itself, then one of its children, each with user and
 * system time.
 */
export function childSeconds(text: string): number {
  const [, children = ""] = text.trim().split("\n");
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (times.length !== 2) throw new Error(`times: two times a line are needed; came "${text}"`);
  return times.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
