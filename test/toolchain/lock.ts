import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { identifyProcess, isRunning, type ProcessIdentity } from "./processIdentity";

/** A lock that this process holds. */
export interface Lock {
  readonly path: string;
  release(): void;
}

/**
 * Takes the first free lock of `paths` and waits until there is one.
 *
 * - A lock is a file that names its holder's process; it appears whole or not at all.
 * - A lock whose holder no longer runs is broken, also after a crash or a reused process id.
 * - `onWait` is called once, with the holder of the first lock, when waiting begins.
 */
export async function acquireLock(request: {
  paths: readonly string[];
  onWait?: (holder: ProcessIdentity | undefined) => void;
  pollMs?: number;
}): Promise<Lock> {
  for (let attempt = 0; ; attempt++) {
    for (const path of request.paths) {
      if (tryLock(path)) return { path, release: () => rmSync(path, { force: true }) };
    }
    const first = request.paths[0];
    if (attempt === 0 && first !== undefined) request.onWait?.(readHolder(first));
    await delay(request.pollMs ?? 300);
  }
}

/** Takes the lock at `path` if it is free or its holder is gone; never waits. */
export function tryLock(path: string): boolean {
  if (createLock(path)) return true;
  if (!isStale(path)) return false;
  return breakLock(path) && createLock(path);
}

/** The process that a lock file names, or `undefined` when there is no such file or it is damaged. */
export function readHolder(path: string): ProcessIdentity | undefined {
  try {
    return parseHolder(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Reads the text of a lock file.
 *
 * @example
 * parseHolder("4711 88123\n")
 * //=> { pid: 4711, startedAt: "88123" }
 */
export function parseHolder(text: string): ProcessIdentity | undefined {
  const match = /^(\d+) (.+)\n$/.exec(text);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { pid: Number(match[1]), startedAt: match[2] };
}

function isStale(path: string): boolean {
  const holder = readHolder(path);
  return holder === undefined || !isRunning(holder);
}

function createLock(path: string): boolean {
  const self = identifyProcess(process.pid);
  if (self === undefined) throw new Error("toolchain: this process cannot find its own start time");
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${self.pid} ${self.startedAt}\n`);
  try {
    // Linking is atomic and refuses an existing name; creating the file in place would show it empty first.
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes a stale lock. Only one process may do so at a time: otherwise the second would remove
 * the lock that the first one has taken meanwhile.
 */
function breakLock(path: string): boolean {
  const breaker = `${path}.breaking`;
  if (!createLock(breaker)) {
    // Its holder removes it within the same turn, unless it was killed in that instant.
    if (ageMs(breaker) > 10_000) rmSync(breaker, { force: true });
    return false;
  }
  try {
    if (!isStale(path)) return false;
    rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(breaker, { force: true });
  }
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
