import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the range from which the kernel takes ports for outgoing connections (32768 and up), so that
 * only another server can take a port between our look and our use.
 */
const firstPort = 20_000;
const lastPort = 32_000;

/** Ports given out in this process; two servers that start together must not choose the same. */
const taken = new Set<number>();

/**
 * Chooses a TCP port that is free on 127.0.0.1 now and that this process has not chosen before. Another process may
 * still take it before it is used: the user retries. `releasePort` gives it back.
 */
export async function pickPort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort);
    if (taken.has(port)) continue;
    taken.add(port);
    if (await isFree(port)) return port;
    taken.delete(port);
  }
}

/** Lets this process choose this port again. */
export function releasePort(port: number): void {
  taken.delete(port);
}

/** Whether a server could listen on 127.0.0.1 at `port` now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve(true)));
  });
}
