import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks until there is an answer, with pauses that grow from a tenth of a second to one; undefined when
 * the time is over. What `ask` throws ends it.
 */
export async function waitFor<T>(
  deadlineMs: number,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = Date.now() + deadlineMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 1.5, 1000)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() + pauseMs > end) return undefined;
    await pause(pauseMs);
  }
}
