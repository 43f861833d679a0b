import { connect, type Socket } from "node:net";
import { parseAddress } from "../../core/dns/records/address";

/** A SOCKS5 proxy, and the host that it is to lead to. */
export interface SocksWay {
  /** A `socks5://` URL, with a name and a password where the proxy wants them. */
  readonly proxy: URL;
  readonly host: string;
  readonly port: string;
  readonly signal: AbortSignal;
}

/**
 * Opens a connection to a host through a SOCKS5 proxy, which also looks up the host's name.
 * Source: RFC 1928, and RFC 1929 for the name and password.
 *
 * @throws Error saying what the proxy answered, or what the socket throws
 */
export async function openSocksTunnel(way: SocksWay): Promise<Socket> {
  const { proxy, signal } = way;
  const host = proxy.hostname.replace(/^\[|\]$/g, "");
  const socket = connect({ host, port: Number(proxy.port || "1080"), signal });
  const read = reader(socket);
  try {
    await introduce(socket, read, proxy);
    await ask(socket, read, way);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

type Read = (octets: number) => Promise<Buffer>;

const version = 5;
const methods = { none: 0, password: 2 } as const;
const kinds = { v4: 1, name: 3, v6: 4 } as const;

/** RFC 1928, section 6. */
const replies: Readonly<Record<number, string>> = {
  1: "general failure",
  2: "connection not allowed by its rules",
  3: "network unreachable",
  4: "host unreachable",
  5: "connection refused",
  6: "time to live expired",
  7: "command not supported",
  8: "kind of address not supported",
};

async function introduce(socket: Socket, read: Read, proxy: URL): Promise<void> {
  const hasName = proxy.username !== "";
  const offered = hasName ? [methods.none, methods.password] : [methods.none];
  socket.write(Buffer.from([version, offered.length, ...offered]));
  const [spoken, method] = await read(2);
  if (spoken !== version) throw new Error("it does not speak SOCKS5");
  if (method === methods.none) return;
  if (method !== methods.password || !hasName) throw new Error("it wants other credentials");
  const parts = [proxy.username, proxy.password].map((each) =>
    Buffer.from(decodeURIComponent(each)),
  );
  socket.write(Buffer.concat([Buffer.from([1]), ...parts.flatMap(withLength)]));
  const [, status] = await read(2);
  if (status !== 0) throw new Error("it does not take the name and password");
}

async function ask(socket: Socket, read: Read, { host, port }: SocksWay): Promise<void> {
  const [connectCommand, reserved] = [1, 0];
  const portOctets = Buffer.alloc(2);
  portOctets.writeUInt16BE(Number(port));
  const head = Buffer.from([version, connectCommand, reserved]);
  socket.write(Buffer.concat([head, destination(host.replace(/^\[|\]$/g, "")), portOctets]));
  const [, reply = 0, , kind] = await read(4);
  if (reply !== 0) throw new Error(`it answered ${reply}, ${replies[reply] ?? "unknown"}`);
  const length = kind === kinds.v4 ? 4 : kind === kinds.v6 ? 16 : ((await read(1))[0] ?? 0);
  await read(length + portOctets.length);
}

/** An address as it is, and a name for the proxy to look up. */
function destination(host: string): Buffer {
  const address = parseAddress(host);
  if (address === undefined)
    return Buffer.concat([Buffer.from([kinds.name]), ...withLength(Buffer.from(host))]);
  const { octets } = address;
  return Buffer.from([octets.length === 4 ? kinds.v4 : kinds.v6, ...octets]);
}

function withLength(octets: Buffer): Buffer[] {
  return [Buffer.from([octets.length]), octets];
}

/** Reads so many octets and leaves what comes after them to whoever reads next. */
function reader(socket: Socket): Read {
  let failure: Error | undefined;
  socket.on("error", (error) => (failure ??= error));
  return (octets) =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        const chunk: unknown = socket.read(octets);
        if (chunk instanceof Buffer && chunk.length === octets) {
          stop();
          resolve(chunk);
        } else if (failure !== undefined || socket.readableEnded || socket.destroyed) {
          stop();
          reject(failure ?? new Error("it ended the connection"));
        }
      };
      const events = ["readable", "end", "error", "close"] as const;
      const stop = (): void => {
        for (const event of events) socket.off(event, settle);
      };
      for (const event of events) socket.on(event, settle);
      settle();
    });
}
