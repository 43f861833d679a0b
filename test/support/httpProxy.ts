import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** An HTTP proxy on this machine that opens ways (`CONNECT`). */
export interface HttpProxy {
  readonly port: number;
  /** Who asked, and for which server: `<proxy-authorization> <host>:<port>`. */
  readonly ways: string[];
  /** How many connections to it are open. */
  readonly open: () => number;
  stop(): Promise<void>;
}

/** Starts a proxy; with `answer` it opens no way and says this, with `answer: ""` nothing at all. */
export async function startHttpProxy(of: { readonly answer?: string } = {}): Promise<HttpProxy> {
  const ways: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
  });
  server.on("connect", (request, client) => {
    ways.push(`${String(request.headers["proxy-authorization"])} ${String(request.url)}`);
    if (of.answer !== undefined) {
      client.resume().on("end", () => client.destroy());
      client.write(of.answer);
      return;
    }
    const { hostname, port } = new URL(`http://${String(request.url)}`);
    const way = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      way.pipe(client).pipe(way);
    });
    way.on("error", () => client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    ways,
    open: () => sockets.size,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
