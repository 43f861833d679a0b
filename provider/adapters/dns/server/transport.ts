import { createSocket } from "node:dgram";
import { connect as connectTcp, isIPv6, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { DnsError } from "./dnsError";
import { formatServer, type NameServer, portOf } from "./nameServer";
import { uint16 } from "../wire/octets";

/** Messages to send to one server, and what takes its answers. */
export interface Exchange {
  readonly server: NameServer;
  readonly messages: readonly Buffer[];
  /** For the whole exchange, from connecting to the last answer. */
  readonly deadlineMs: number;
  /** Called with each message that comes; true ends the exchange. What it throws ends it as well. */
  readonly receive: (octets: Buffer) => boolean;
  /** Over UDP, whether messages are sent again when nothing comes; wrong for updates. @default false */
  readonly mayResend?: boolean;
}

const udpAttempts = 3;

/**
 * Sends messages over one connection and hands over what comes back, until `receive` is satisfied.
 *
 * - Ends at the deadline, whatever the server sends meanwhile.
 * - Holds at most one message of 65,535 octets and one chunk of the socket in memory.
 *
 * @throws DnsError `server-down`, `tls-failed`, `no-answer` or `answer-lost`; `mayHaveHappened` tells
 * whether the messages had left.
 */
export async function exchange(request: Exchange): Promise<void> {
  await (request.server.transport === "udp" ? exchangeUdp(request) : exchangeStream(request));
}

function exchangeStream(request: Exchange): Promise<void> {
  const { server, deadlineMs, receive } = request;
  return new Promise((resolve, reject) => {
    const { socket, readyEvent } = openStream(server);
    let isSent = false;
    let pending = Buffer.alloc(0);
    const finish = (error?: Error): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      // A reset that is already on its way must not become an uncaught error.
      socket.on("error", () => undefined);
      socket.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    const timer = setTimeout(() => {
      finish(noAnswer(request, isSent));
    }, deadlineMs);
    socket.once(readyEvent, () => {
      isSent = true;
      socket.write(
        Buffer.concat(request.messages.flatMap((octets) => [uint16(octets.length), octets])),
      );
    });
    socket.on("data", (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      try {
        for (;;) {
          const frame = firstFrame(pending);
          if (frame === undefined) return;
          pending = pending.subarray(2 + frame.length);
          if (receive(frame)) {
            finish();
            return;
          }
        }
      } catch (error) {
        finish(asError(error));
      }
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      finish(connectionError({ server, error, isSent }));
    });
    socket.on("close", () => {
      finish(connectionError({ server, error: undefined, isSent }));
    });
  });
}

function openStream(server: NameServer): {
  socket: Socket;
  readyEvent: "connect" | "secureConnect";
} {
  const address = { host: server.host, port: portOf(server) };
  if (server.transport !== "tls") return { socket: connectTcp(address), readyEvent: "connect" };
  const { ca, serverName = server.host } = server.tls ?? {};
  const socket = connectTls({
    ...address,
    ca,
    servername: isAddress(serverName) ? "" : serverName,
    ALPNProtocols: ["dot"],
    minVersion: "TLSv1.2",
  });
  return { socket, readyEvent: "secureConnect" };
}

function isAddress(host: string): boolean {
  return isIPv6(host) || /^[\d.]+$/.test(host);
}

function firstFrame(pending: Buffer): Buffer | undefined {
  if (pending.length < 2) return undefined;
  const end = 2 + pending.readUInt16BE(0);
  return pending.length < end ? undefined : pending.subarray(2, end);
}

function exchangeUdp(request: Exchange): Promise<void> {
  const { server, messages, deadlineMs, receive, mayResend = false } = request;
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(server.host) ? "udp6" : "udp4");
    const send = (): void => {
      for (const octets of messages) socket.send(octets);
    };
    const finish = (error?: Error): void => {
      clearTimeout(deadline);
      clearInterval(resend);
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.close();
      if (error === undefined) resolve();
      else reject(error);
    };
    const deadline = setTimeout(() => {
      finish(noAnswer(request, true));
    }, deadlineMs);
    const resend = setInterval(() => {
      if (mayResend) send();
    }, deadlineMs / udpAttempts);
    socket.on("message", (octets) => {
      try {
        if (receive(octets)) finish();
      } catch (error) {
        finish(asError(error));
      }
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      finish(connectionError({ server, error, isSent: error.code !== "ECONNREFUSED" }));
    });
    // Connected, so that the kernel drops what comes from elsewhere.
    socket.connect(portOf(server), server.host, send);
  });
}

function noAnswer({ server, deadlineMs }: Exchange, isSent: boolean): DnsError {
  const what = isSent ? "sent no answer" : "did not accept a connection";
  const message = `name server ${formatServer(server)} ${what} within ${deadlineMs} ms; is the address right, does a firewall drop packets?`;
  return new DnsError("no-answer", message, { mayHaveHappened: isSent });
}

function connectionError(of: {
  readonly server: NameServer;
  readonly error: NodeJS.ErrnoException | undefined;
  readonly isSent: boolean;
}): DnsError {
  const { server, error, isSent } = of;
  const who = `name server ${formatServer(server)}`;
  const why = error?.code ?? error?.message ?? "closed";
  if (isSent) {
    const message = `${who} ended the connection (${why}) before it answered`;
    return new DnsError("answer-lost", message, { mayHaveHappened: true, cause: error });
  }
  if (server.transport === "tls" && !isSystemError(error)) {
    const message = `${who} did not complete a TLS handshake (${error?.message ?? why})`;
    return new DnsError("tls-failed", message, { cause: error });
  }
  const message = `${who} cannot be reached (${why}); is it running and listening there?`;
  return new DnsError("server-down", message, { cause: error });
}

/** True for errors of the system, such as ECONNREFUSED, as opposed to those of OpenSSL. */
function isSystemError(error: NodeJS.ErrnoException | undefined): boolean {
  // Several addresses of one host name fail together.
  return error?.syscall !== undefined || error instanceof AggregateError;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
