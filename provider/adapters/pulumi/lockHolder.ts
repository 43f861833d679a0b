import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { FoundProcess } from "../../core/checkpoints/stackLock";

const run = promisify(execFile);

/** Finds a process of this machine by its id; one that has ended and was not waited for counts as ended. */
export async function findProcess(pid: number): Promise<FoundProcess> {
  if (!isThere(pid)) return undefined;
  try {
    const { stdout } = await run("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      env: { ...process.env, LC_ALL: "C" },
    });
    const [, state = "", started = ""] = /^\s*(\S+)\s+(.*\S)\s*$/.exec(stdout) ?? [];
    if (state.startsWith("Z")) return undefined;
    const startedAt = Date.parse(started);
    return { startedAt: Number.isNaN(startedAt) ? undefined : startedAt };
  } catch {
    // Where nobody says when it began, it may be the one that is meant.
    return { startedAt: undefined };
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One that may not be signalled is there, and somebody else's.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** Takes a lock away that is a file; false where it is kept otherwise. */
export async function removeLockFile(url: string): Promise<boolean> {
  if (!url.startsWith("file://")) return false;
  const file = fileURLToPath(url);
  // The backend's file store keeps what it knows of a file beside it.
  for (const each of [file, `${file}.attrs`]) await rm(each, { force: true });
  return true;
}
