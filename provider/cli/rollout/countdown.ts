import { setTimeout as pause } from "node:timers/promises";
import { durationText } from "../../core/stages/stageText";
import { tell } from "../terminal/output";

const clear = "\r\u001b[K";

/** What a countdown is told by, so that a test need not wait. */
export interface CountdownMeans {
  readonly isTerminal: boolean;
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly tell: (text: string) => Promise<void>;
}

const means: CountdownMeans = {
  isTerminal: process.stderr.isTTY,
  now: Date.now,
  pause: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
  tell,
};

/**
 * Waits, and says how long it still takes: on a terminal in one line that counts down each second, else in a line a
 * minute. Ends at once when it is interrupted.
 */
export async function countDown(
  wait: { readonly ms: number; readonly why: string; readonly signal: AbortSignal },
  { isTerminal, now, pause: sleep, tell: say }: CountdownMeans = means,
): Promise<void> {
  const { ms, why, signal } = wait;
  const end = now() + ms;
  const [begin, after, each] = isTerminal ? [clear, "", 1000] : ["", "\n", 60_000];
  for (let left = ms; left > 0 && !signal.aborted; left = end - now()) {
    await say(`${begin}${durationText(left)} to wait: ${why}${after}`);
    await sleep(Math.min(left, each), signal);
  }
  if (isTerminal) await say(clear);
}
