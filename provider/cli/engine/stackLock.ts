import { hostname } from "node:os";
import { isLockAbandoned, locksIn, lockText } from "../../core/checkpoints/stackLock";
import { runPulumi } from "../../adapters/pulumi/command";
import { findProcess, removeLockFile } from "../../adapters/pulumi/lockHolder";
import { CommandFailure } from "../options/commandFailure";
import type { StackArguments } from "../options/stackOptions";
import { tell } from "../terminal/output";

/** Whose lock it would be. */
export interface LockTaker {
  /** Begins the line that says it. @default "kubefed" */
  readonly name?: string;
  /** Whether the platform lets nothing else run this stack, so that who held it has ended. @default false */
  readonly isAlone?: boolean;
}

/**
 * Does something that locks the stack. Where the stack is locked by processes that have provably ended, their locks
 * are taken away, and it is done then; else the CommandFailure says who holds it.
 */
export async function takingLock<Result>(
  given: StackArguments,
  body: () => Promise<Result>,
  { name = "kubefed", isAlone = false }: LockTaker = {},
): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    const locks = error instanceof CommandFailure ? locksIn(error.message) : [];
    if (locks.length === 0) throw error;
    const host = hostname();
    const judged = await Promise.all(
      locks.map(async (lock) => {
        if (isAlone) return true;
        return isLockAbandoned({
          lock,
          lockedAt: Date.parse(lock.since),
          host,
          process: await findProcess(lock.pid),
        });
      }),
    );
    if (judged.includes(false)) throw new CommandFailure(lockText(locks));
    const pids = locks.map(({ pid }) => pid).join(", ");
    await tell(`${name}: taking away the lock of an update that was killed (process ${pids})\n`);
    // The very lock that was judged: by now another one may have been taken.
    const removed = await Promise.all(locks.map(({ url }) => removeLockFile(url)));
    if (removed.includes(false)) await cancel(given);
    return body();
  }
}

async function cancel({ stack, cwd }: StackArguments): Promise<void> {
  const of = stack === undefined ? [] : ["--stack", stack];
  const { code, errors } = await runPulumi({
    words: ["cancel", "--yes", "--non-interactive", ...of],
    directory: cwd,
    onLine: () => undefined,
  });
  if (code !== 0) throw new CommandFailure(`the lock cannot be taken away: ${errors.trim()}`);
}
