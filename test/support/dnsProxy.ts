import { connect, createServer, type Socket } from "node:net";
import { decodeMessage, type WireMessage } from "../../provider/adapters/dns/wire/wire";

/** A TCP proxy in front of a name server that can lose answers. */
export interface DnsProxy {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** How many updates have reached the server. */
  readonly updates: () => number;
  readonly stop: () => Promise<void>;
}

const updateOpcode = 5;

/**
 * Starts a proxy on loopback. For each request `loses` may say that the answer is to be lost: the
 * server gets the request and answers, then the client's connection ends.
 */
export async function startDnsProxy(of: {
  readonly port: number;
  readonly loses: (request: WireMessage) => boolean;
}): Promise<DnsProxy> {
  let updates = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(of.port, "127.0.0.1");
    sockets.add(client).add(upstream);
    let isLost = false;
    let pending = Buffer.alloc(0);
    client.on("data", (chunk) => {
      upstream.write(chunk);
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        const request = decodeMessage(Buffer.from(pending.subarray(2, end)));
        pending = pending.subarray(end);
        if (request.opcode === updateOpcode) updates += 1;
        isLost ||= of.loses(request);
      }
    });
    upstream.on("data", (chunk) => {
      if (isLost) client.destroy();
      else client.write(chunk);
    });
    for (const [socket, peer] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on("error", () => undefined);
      socket.on("close", () => {
        peer.destroy();
        sockets.delete(socket);
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return { host: "127.0.0.1", port, updates: () => updates, stop };
}
