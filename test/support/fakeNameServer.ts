import { createSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";
import {
  encodeRecord,
  decodeMessage,
  type WireMessage,
  type WireRecord,
} from "../../provider/adapters/dns/wire/wire";
import { uint16 } from "../../provider/adapters/dns/wire/octets";

/** What a fake server does with a request: sends messages, parts of one, one for ever, or none. */
export type Reaction =
  | readonly (Buffer | { readonly part: Buffer })[]
  | { readonly endlessly: Buffer }
  | "close"
  | "silence";

/** A server on loopback that answers as a test wants. */
export interface FakeNameServer {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Requests that came, in order. */
  readonly requests: readonly WireMessage[];
  readonly stop: () => Promise<void>;
}

/** Starts a TCP name server that reacts to each request by `react`. */
export async function startFakeTcp(
  react: (request: WireMessage) => Reaction,
): Promise<FakeNameServer> {
  const requests: WireMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let pending = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        const request = decodeMessage(Buffer.from(pending.subarray(2, end)));
        pending = pending.subarray(end);
        requests.push(request);
        const reaction = react(request);
        void carryOut(socket, reaction);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    host: "127.0.0.1",
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    requests,
    stop,
  };
}

async function carryOut(socket: Socket, reaction: Reaction): Promise<void> {
  if (reaction === "silence") return;
  if (reaction === "close") {
    socket.destroy();
    return;
  }
  if ("endlessly" in reaction) {
    const burst = Buffer.concat(Array.from({ length: 1000 }, () => framed(reaction.endlessly)));
    while (!socket.destroyed) {
      await new Promise((resolve) => socket.write(burst, resolve));
    }
    return;
  }
  socket.setNoDelay(true);
  for (const each of reaction) {
    socket.write("part" in each ? each.part : framed(each));
    if ("part" in each) await new Promise(setImmediate);
  }
}

function framed(octets: Buffer): Buffer {
  return Buffer.concat([uint16(octets.length), octets]);
}

/** A message as parts of one octet, each sent on its own. */
export function octetByOctet(octets: Buffer): { readonly part: Buffer }[] {
  return [...framed(octets)].map((octet) => ({ part: Buffer.from([octet]) }));
}

/** Starts a UDP name server that reacts to each request by `react`; it cannot "close". */
export async function startFakeUdp(
  react: (request: WireMessage) => readonly Buffer[],
  port = 0,
): Promise<FakeNameServer> {
  const requests: WireMessage[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (octets, from) => {
    const request = decodeMessage(octets);
    requests.push(request);
    for (const answer of react(request)) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(port, "127.0.0.1", resolve);
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      socket.close(() => {
        resolve();
      });
    });
  return { host: "127.0.0.1", port: socket.address().port, requests, stop };
}

/** The answer to a request: its question, flags, and records of the answer section. */
export function answerTo(
  request: WireMessage,
  more: {
    readonly id?: number;
    readonly rcode?: number;
    readonly isAuthoritative?: boolean;
    readonly isTruncated?: boolean;
    readonly answers?: readonly WireRecord[];
  } = {},
): Buffer {
  const {
    id = request.id,
    rcode = 0,
    isAuthoritative = true,
    isTruncated = false,
    answers = [],
  } = more;
  const flags =
    0x8000 |
    (request.opcode << 11) |
    (isAuthoritative ? 0x400 : 0) |
    (isTruncated ? 0x200 : 0) |
    rcode;
  const counts = [request.questions.length, answers.length, 0, 0];
  return Buffer.concat([
    ...[id, flags, ...counts].map(uint16),
    questionOctets(request),
    ...answers.map(encodeRecord),
  ]);
}

function questionOctets({ octets, questions }: WireMessage): Buffer {
  if (questions.length === 0) return Buffer.alloc(0);
  const end = octets.indexOf(0, 12) + 5;
  return octets.subarray(12, end);
}
