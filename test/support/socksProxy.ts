import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A SOCKS5 proxy on this machine. */
export interface SocksProxy {
  readonly port: number;
  /** Where it was asked to lead to: `address <host>:<port>` or `name <host>:<port>`. */
  readonly ways: string[];
  stop(): Promise<void>;
}

/** Starts a proxy; with `credentials`, `<name>:<password>`, it lets nobody else through. */
export async function startSocksProxy(of: { readonly credentials?: string }): Promise<SocksProxy> {
  const ways: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on("error", () => client.destroy());
    void serve(client, { ...of, ways });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    ways,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function serve(
  client: Socket,
  proxy: { readonly credentials?: string; readonly ways: string[] },
): Promise<void> {
  const greeting = await next(client);
  const method = proxy.credentials === undefined ? 0 : 2;
  if (!greeting.subarray(2).includes(method)) {
    client.end(Buffer.from([5, 255]));
    return;
  }
  client.write(Buffer.from([5, method]));
  if (method === 2) {
    const login = await next(client);
    const name = login.subarray(2, 2 + (login[1] ?? 0)).toString();
    const password = login.subarray(3 + name.length).toString();
    const isKnown = `${name}:${password}` === proxy.credentials;
    client.write(Buffer.from([1, isKnown ? 0 : 1]));
    if (!isKnown) return;
  }
  const request = await next(client);
  const port = request.readUInt16BE(request.length - 2);
  const isName = request[3] === 3;
  const place = request.subarray(isName ? 5 : 4, -2);
  const host = isName ? place.toString() : place.join(".");
  proxy.ways.push(`${isName ? "name" : "address"} ${host}:${port}`);
  const bound = [0, 1, 0, 0, 0, 0, 0, 0];
  const target = connect({ host, port, family: 4 });
  target.on("error", () => client.end(Buffer.from([5, 5, ...bound])));
  target.on("connect", () => {
    client.write(Buffer.from([5, 0, ...bound]));
    client.pipe(target).pipe(client);
  });
}

function next(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => socket.once("data", resolve));
}
