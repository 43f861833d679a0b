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

/** Runs the command line as a person does, in a project's folder, and interrupts it where asked. */
export async function kubefed(request: {
  readonly words: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called with the process's id once it runs. */
  readonly onStart?: (pid: number) => void;
}): Promise<KubefedRun> {
  const { words, directory, env, onStart } = request;
  const toolchain = await ensureToolchain();
  const main = join(repository, "provider/cli/main.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", main, ...words], {
    cwd: directory,
    env: {
      ...process.env,
      ...toolchain.env(),
      TSX_TSCONFIG_PATH: join(repository, "tsconfig.json"),
      ...env,
    },
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
