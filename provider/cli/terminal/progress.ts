/** A line on the terminal that says how far something is. */
export interface Progress {
  step(): void;
  /** Takes the line away. */
  close(): void;
}

/** Shows nothing. */
export const noProgress: Progress = { step: () => undefined, close: () => undefined };

const clear = "\r\u001b[K";

/** Shows progress on standard error where that is a terminal, else nothing. */
export function openProgress(what: string): Progress {
  const { stderr } = process;
  if (!stderr.isTTY) return noProgress;
  let done = 0;
  const show = (): void => {
    stderr.write(`${clear}${what}: ${done} resources`);
  };
  show();
  return {
    step: () => {
      done += 1;
      show();
    },
    close: () => {
      stderr.write(clear);
    },
  };
}
