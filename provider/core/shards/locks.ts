/** A lock of a stack on a backend that keeps them beside the states. */
export interface StackLock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  readonly since: string;
}

/**
 * The locks that the engine tells of where it refuses to begin; empty for any other failure.
 *
 * @example
 * stackLocks("the stack is currently locked by 1 lock(s).\n  file:///s/a.json: created by root@ci-7 (pid 42) at 2026-03-01T10:00:00Z")
 * //=> [{ user: "root", host: "ci-7", pid: 42, since: "2026-03-01T10:00:00Z" }]
 */
export function stackLocks(message: string): StackLock[] {
  if (!/currently locked by/.test(message)) return [];
  return [...message.matchAll(/created by (\S+)@(\S+) \(pid (\d+)\) at (\S+)/g)].map(
    ([, user = "", host = "", pid = "", since = ""]) => ({ user, host, pid: Number(pid), since }),
  );
}

/** Says whose a lock is. */
export function lockText({ user, host, pid, since }: StackLock): string {
  return `${user} on ${host} (process ${pid}) since ${since}`;
}
