/** Who holds a stack, as the backend says it. */
export interface StackLock {
  /** Where the lock is kept: a URL. */
  readonly url: string;
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** When it was taken, as the backend writes it. */
  readonly since: string;
}

/** A process of this machine: undefined where there is none, or it has ended; else when it began, if known. */
export type FoundProcess = { readonly startedAt: number | undefined } | undefined;

/**
 * The locks that a failure of `pulumi` is about; none where it is about something else. Source: Pulumi
 * `pkg/backend/diy/lock.go`.
 *
 * @example
 * locksIn("the stack is currently locked by 1 lock(s).\n  file:///s/l.json: created by ann@build-3 (pid 12) at 2026-01-02T03:04:05Z")
 * //=> [{ url: "file:///s/l.json", user: "ann", host: "build-3", pid: 12, since: "2026-01-02T03:04:05Z" }]
 */
export function locksIn(message: string): StackLock[] {
  const line = /^\s*(\S+): created by (.*)@(\S*) \(pid (\d+)\) at (\S+)\s*$/gm;
  if (!message.includes("the stack is currently locked by")) return [];
  return [...message.matchAll(line)].map(([, url = "", user = "", host = "", pid, since = ""]) => ({
    url,
    user,
    host,
    pid: Number(pid),
    since,
  }));
}

/** Names that many machines have, and that say of none which it is. */
const anyHost: readonly string[] = ["", "localhost", "localhost.localdomain"];

/** Clocks of one machine that were read by different programs differ by less. */
const marginMs = 2000;

/**
 * Whether the process that took a lock has provably ended, so that nobody writes any more: it ran on this machine,
 * and its id is nobody's now, or that of a process which began later.
 *
 * @example
 * isLockAbandoned({ lock: { url: "", user: "ann", host: "build-3", pid: 12, since: "" }, lockedAt: 0, host: "build-3", process: undefined })
 * //=> true
 */
export function isLockAbandoned(of: {
  readonly lock: StackLock;
  /** The lock's time, in milliseconds since 1970; NaN where it cannot be read. */
  readonly lockedAt: number;
  /** What this machine is called. */
  readonly host: string;
  readonly process: FoundProcess;
}): boolean {
  const { lock, lockedAt, host, process: holder } = of;
  if (lock.host !== host || anyHost.includes(host)) return false;
  if (holder === undefined) return true;
  const { startedAt } = holder;
  // A time that cannot be read is nobody's proof: no number is larger than none.
  return startedAt !== undefined && startedAt > lockedAt + marginMs;
}

/**
 * Who holds a stack, in words.
 *
 * @example
 * lockText([{ url: "", user: "ann", host: "build-3", pid: 12, since: "2026-01-02T03:04:05Z" }])
 * //=> "the stack is held by ann on build-3 (process 12, since 2026-01-02T03:04:05Z); wait for its end, or, if it has ended there, run pulumi cancel"
 */
export function lockText(locks: readonly StackLock[]): string {
  const holders = locks.map(
    ({ user, host, pid, since }) => `${user} on ${host} (process ${pid}, since ${since})`,
  );
  const [its, it] = locks.length === 1 ? ["its", "it has"] : ["their", "they have"];
  return `the stack is held by ${holders.join(" and ")}; wait for ${its} end, or, if ${it} ended there, run pulumi cancel`;
}
