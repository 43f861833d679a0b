import { setTimeout as pause } from "node:timers/promises";

/** Calls `check` until it no longer throws, for a minute at most or as given; the last error is thrown. */
export async function eventually(check: () => Promise<void>, forMs = 60_000): Promise<void> {
  const deadline = Date.now() + forMs;
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
