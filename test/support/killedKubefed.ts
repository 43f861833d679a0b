import { setTimeout as pause } from "node:timers/promises";
import { kubefed, type KubefedRun } from "./kubefed";
import { killTree } from "./killedEngine";

/** Runs a command of `kubefed` until it has come so far; then it and all that it has started are killed at once. */
export async function killedWhen(
  command: Omit<Parameters<typeof kubefed>[0], "onStart">,
  isReached: () => boolean | Promise<boolean>,
): Promise<KubefedRun> {
  let isOver = false;
  const run = kubefed({
    ...command,
    onStart: (pid) => {
      const watch = async (): Promise<void> => {
        while (!isOver && !(await isReached())) await pause(5);
        if (!isOver) killTree(pid);
      };
      void watch();
    },
  });
  return run.finally(() => (isOver = true));
}
