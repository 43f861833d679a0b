import { spawnSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { isFree } from "./port";

/** The traces of a fleet on this machine: its processes and the ports that they listen on. */
export interface Trace {
  readonly commandLines: readonly string[];
  readonly ports: readonly number[];
}

/** The processes whose command line names `directory`, zombies not counted, and the ports named there. */
export function traceOf(directory: string): Trace {
  const { stdout } = spawnSync("ps", ["-ww", "-eo", "pid=,stat=,args="], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const commandLines = stdout
    .split("\n")
    .filter((line) => line.includes(directory) && !/^\s*\d+\s+Z/.test(line));
  const named = commandLines.join(" ").matchAll(/--secure-port=(\d+)/g);
  const ports = [...named].map((match) => Number(match[1])).filter((port) => port > 0);
  return { commandLines, ports: [...new Set(ports)].sort((a, b) => a - b) };
}

/** What is left of a fleet whose trace was taken while it ran: command lines, and ports that are still in use. */
export async function leftOf(directory: string, before: Trace): Promise<string[]> {
  const inUse: string[] = [];
  for (const port of before.ports) {
    if (!(await isFree(port))) inUse.push(`port ${port}`);
  }
  return [...traceOf(directory).commandLines, ...inUse];
}

/**
 * Asks `probe` until it gives something, and returns that.
 *
 * @throws when it gives nothing within `withinMs` (default 20 s); the message names `what`
 */
export async function eventually<T>(request: {
  what: string;
  probe: () => T | undefined | Promise<T | undefined>;
  withinMs?: number;
}): Promise<T> {
  const withinMs = request.withinMs ?? 20_000;
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await request.probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${request.what}`);
    await delay(100);
  }
}
