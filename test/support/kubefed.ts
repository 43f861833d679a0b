import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { ensureToolchain } from "../toolchain";

const repository = resolve(__dirname, "../..");

/** How a run of the command line ended. */
export interface KubefedRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The words that start the command line from its sources. */
export const kubefedWords: readonly string[] = [
  process.execPath,
  "--require",
  "tsx/cjs",
  join(repository, "provider/cli/main.ts"),
];

/** The variables that the command line needs to find pulumi, beside a project's own. */
export async function kubefedEnv(
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string | undefined>> {
  const toolchain = await ensureToolchain();
  return {
    ...process.env,
    ...toolchain.env(),
    TSX_TSCONFIG_PATH: join(repository, "tsconfig.json"),
    ...env,
  };
}

/** Runs the command line as a person does, in a project's folder, and interrupts it where asked. */
export async function kubefed(request: {
  readonly words: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called with the process's id once it runs. */
  readonly onStart?: (pid: number) => void;
}): Promise<KubefedRun> {
  const { words, directory, env, onStart } = request;
  const [program = "", ...given] = kubefedWords;
  const child = spawn(program, [...given, ...words], {
    cwd: directory,
    env: await kubefedEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
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
