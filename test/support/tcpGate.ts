import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { pickPort } from "../fleet/port";

/** A way to a server on loopback that can be shut, as if the server were down, and opened again. */
export interface TcpGate {
  readonly port: number;
  readonly shut: () => Promise<void>;
  readonly open: () => Promise<void>;
}

/** Opens a gate in front of a port. */
export async function startTcpGate(to: number): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  const port = await pickPort();
  await listen(server, port);
  return {
    port,
    shut: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, "close");
    },
    open: async () => {
      if (!server.listening) await listen(server, port);
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}
