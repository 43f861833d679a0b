import { setTimeout as pause } from "node:timers/promises";
import { CommandFailure } from "../options/commandFailure";
import { interruptible } from "./interruption";
import { print, tell } from "./output";

/** What is looked at again and again. */
export interface Watched<Seen> {
  readonly look: () => Promise<Seen>;
  readonly show: (seen: Seen) => Promise<void>;
  readonly intervalMs: number;
  /** Whether it is shown elsewhere than on the screen. */
  readonly isElsewhere?: boolean;
}

/** Shows what each look gives until it is interrupted; gives the last. On a terminal each takes the place of the one before. */
export function watch<Seen>({ look, show, intervalMs, isElsewhere }: Watched<Seen>): Promise<Seen> {
  return interruptible(async (signal) => {
    for (;;) {
      const seen = await look();
      if (process.stdout.isTTY && isElsewhere !== true) await print("\u001b[2J\u001b[H");
      await show(seen);
      await pause(intervalMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return seen;
    }
  });
}

/** What is read as it is now; as it was where it cannot be read for once, which is told. */
export function remembering<Read>(read: () => Promise<Read>): () => Promise<Read> {
  let known: { readonly value: Read } | undefined;
  return async () => {
    try {
      known = { value: await read() };
    } catch (error) {
      if (!(error instanceof CommandFailure) || known === undefined) throw error;
      await tell(`kubefed: ${error.message}\n`);
    }
    return known.value;
  };
}
