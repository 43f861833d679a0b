import { createInterface } from "node:readline/promises";

/** Whether there is somebody to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks a person; anything but a yes is a no, and so is an interrupt. */
export async function ask(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // While it reads keys itself, Ctrl-C is no signal of the process.
  const interrupted = new AbortController();
  lines.on("SIGINT", () => {
    interrupted.abort();
  });
  lines.on("close", () => {
    interrupted.abort();
  });
  try {
    const until = AbortSignal.any([signal, interrupted.signal]);
    const answer = await lines.question(`${question} [y/N] `, { signal: until });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted || interrupted.signal.aborted) return false;
    throw error;
  } finally {
    lines.close();
  }
}
