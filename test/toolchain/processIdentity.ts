import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** One run of one process. The start time tells it from a later process with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** The identity of the process that has the id `pid` now, or `undefined` when none runs (a zombie does not). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = existsSync("/proc/self/stat") ? startFromProc(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether exactly this process still runs; a reused id is another process. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt;
}

/** Sends `signal` to exactly this process. Returns false when it is gone. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch {
    return false; // It ended between the two calls.
  }
}

/**
 * State and start time (in clock ticks since boot) out of the text of `/proc/<pid>/stat`.
 * The name in parentheses may itself hold spaces and parentheses, so fields are counted after the last one.
 *
 * @example
 * parseProcStat("7 (a (b) c) S 1 7 7 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 4711 9 9")
 * //=> { state: "S", startedAt: "4711" }
 */
export function parseProcStat(text: string): { state: string; startedAt: string } | undefined {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, startedAt] = [fields[0], fields[19]];
  return state === undefined || startedAt === undefined ? undefined : { state, startedAt };
}

function startFromProc(pid: number): string | undefined {
  try {
    const stat = parseProcStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return stat === undefined || stat.state === "Z" || stat.state === "X"
      ? undefined
      : stat.startedAt;
  } catch {
    return undefined;
  }
}

function startFromPs(pid: number): string | undefined {
  const text = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const line = text.stdout.trim();
  return line === "" || line.startsWith("Z") ? undefined : line.slice(line.indexOf(" ")).trim();
}
