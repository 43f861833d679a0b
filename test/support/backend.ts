import { createServer, type Server } from "node:http";

/** An HTTP server on an address of this machine, which stands for a cluster's load balancer. */
export class Backend {
  #server: Server | undefined;

  constructor(
    readonly address: string,
    readonly port: number,
  ) {}

  async start(text = "ok"): Promise<void> {
    const server = createServer((_request, response) => {
      response.end(text);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.port, this.address, resolve);
    });
    this.#server = server;
  }

  /** Ends at once, also what is being answered. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
}
