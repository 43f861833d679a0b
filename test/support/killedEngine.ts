import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { ensureToolchain } from "../toolchain";
import type { TestStack } from "./stack";

/**
 * Runs `pulumi up` on a stack until something asks for its end; then the engine and all that it has
 * started are killed at once, and the stack is unlocked as a person would do it.
 */
export async function killUp(
  { shell }: TestStack,
  endWhen: (end: () => void) => void,
): Promise<{ readonly signal: NodeJS.Signals | null; readonly output: string }> {
  const toolchain = await ensureToolchain();
  const options = {
    cwd: shell.directory,
    env: { ...process.env, ...toolchain.env(), ...shell.env },
  };
  const child = spawn(
    "pulumi",
    ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", "dev"],
    {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  endWhen(() => killTree(child.pid ?? 0));
  const [, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  execFileSync("pulumi", ["cancel", "--yes", "--stack", "dev"], { ...options, stdio: "pipe" });
  return { signal, output: Buffer.concat(output).toString("utf8") };
}

/** Kills a process and all that it has started, at once. */
export function killTree(root: number): void {
  for (const pid of [root, ...descendantsOf(root)]) kill(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** The processes below one, as the system lists them. */
function descendantsOf(root: number): number[] {
  const pairs = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([pid = 0, of = 0]) => (of === parent && pid > 0 ? [pid, ...below(pid)] : []));
  return below(root);
}
