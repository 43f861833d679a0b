/*
 * What a person sees while and after a command runs: progress, colours, files, an interrupt.
 */

/**
 * Writes to standard output and waits until it is taken, so that a long text reaches a slow reader
 * whole before the process ends.
 */
export function print(text: string): Promise<void> {
  return write(process.stdout, text);
}

/** Writes to standard error what is for the person and no part of the result. */
export function tell(text: string): Promise<void> {
  return write(process.stderr, text);
}

/**
 * Ends the process quietly once nobody reads its output any more, as after `kubefed plan | head`; while the engine
 * runs, as a closed terminal does it, so that what the engine did gets into the state. Any other failure to write is
 * thrown.
 */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (process.listenerCount("SIGHUP") === 0) process.exit();
      process.kill(process.pid, "SIGHUP");
    });
  }
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    // A failure is told by the stream's own event.
    stream.write(text, () => {
      resolve();
    });
  });
}
