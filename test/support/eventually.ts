import { setTimeout as pause } from "node:timers/promises";

/** Calls `check` until it no longer throws, for half a minute at most; the last error is thrown. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(250);
    }
  }
}
