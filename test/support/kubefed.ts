import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { ensureToolchain } from "../toolchain";
import { eventually } from "./eventually";

const repository = resolve(__dirname, "../..");

/** How a run of the command line ended. */
export interface KubefedRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The words that start the command line as it was built. */
export const kubefedWords: readonly string[] = [
  process.execPath,
  join(repository, "dist/provider/cli/main.js"),
];

/** The variables that the command line needs to find pulumi, beside a project's own. */
export async function kubefedEnv(
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string | undefined>> {
  const toolchain = await ensureToolchain();
  return {
    ...process.env,
    ...toolchain.env(),
    ...env,
  };
}

/** A command in a project's folder. */
interface KubefedCommand {
  readonly words: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

async function start({ words, directory, env }: KubefedCommand) {
  const [program = "", ...given] = kubefedWords;
  return spawn(program, [...given, ...words], {
    cwd: directory,
    env: await kubefedEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** How long a round of a watch may take: a preview and an update, on a busy machine. */
const roundMs = 120_000;

/** A command that goes on until it is interrupted. */
export interface KubefedWatch {
  readonly pid: number;
  /** Waits until it has said something that matches, since the last time it was asked. */
  says(pattern: RegExp): Promise<void>;
  /** Interrupts it as Ctrl-C does; how it ended, and all that it said. */
  interrupt(): Promise<{ readonly code: number | null; readonly said: string }>;
  kill(): void;
}

/** Starts a command that goes on until it is interrupted. */
export async function watchKubefed(command: KubefedCommand): Promise<KubefedWatch> {
  const child = await start(command);
  let said = "";
  let heard = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  }
  const ended = once(child, "close") as Promise<[number | null]>;
  return {
    pid: child.pid ?? 0,
    says: (pattern) =>
      eventually(() => {
        const text = said.slice(heard);
        expect(text).to.match(pattern);
        heard += text.length;
        return Promise.resolve();
      }, roundMs),
    interrupt: async () => {
      child.kill("SIGINT");
      const [code] = await ended;
      return { code, said };
    },
    kill: () => {
      child.kill("SIGKILL");
    },
  };
}

/** Runs the command line as a person does, in a project's folder, to its end. */
export async function kubefed(
  request: KubefedCommand & {
    /** Called with the process's id once it runs. */
    readonly onStart?: (pid: number) => void;
  },
): Promise<KubefedRun> {
  const { onStart } = request;
  const child = await start(request);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  if (child.pid !== undefined) onStart?.(child.pid);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => {
      done({ code, out: textOf(out), err: textOf(err) });
    });
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString("utf8");
}
