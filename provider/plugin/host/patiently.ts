import { setTimeout as pause } from "node:timers/promises";

/** How long something is tried. */
export interface Patience {
  readonly tries: number;
  readonly pauseMs: number;
}

/** So long the engine may need for what it deletes at the same time. */
const usual: Patience = { tries: 5, pauseMs: 2000 };

/**
 * Tries what others may still stand in the way of: what a program has put into a namespace beside our components is
 * deleted by the engine while we look.
 *
 * @throws what the last try throws
 */
export async function patiently<T>(body: () => Promise<T>, patience = usual): Promise<T> {
  const { tries, pauseMs } = patience;
  try {
    return await body();
  } catch (error) {
    if (tries <= 1) throw error;
    await pause(pauseMs);
    return patiently(body, { tries: tries - 1, pauseMs });
  }
}
