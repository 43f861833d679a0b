import { randomInt } from "node:crypto";
import { DnsError } from "./dnsError";
import { formatServer, type NameServer } from "./nameServer";
import { isSameName } from "../wire/name";
import { exchange } from "./transport";
import { readTsig, signMessage, type Tsig, type TsigKey, verifyMessage } from "../wire/tsig";
import { decodeMessage, encodeRequest, type WireMessage, type WireRequest } from "../wire/wire";
import { WireFormatError } from "../wire/wireFormatError";

/** A request before it has an id. */
export type Request = Omit<WireRequest, "id">;

/** How requests are sent and signed. */
export interface Speech {
  readonly server: NameServer;
  readonly key: TsigKey | undefined;
  /** Seconds since 1970, by the clock that the server is believed to have. */
  readonly timeSeconds: number;
  /** @default 300 */
  readonly fudgeSeconds?: number;
  readonly deadlineMs: number;
}

/** An answer with what its signature is worth. */
export interface Answer {
  readonly message: WireMessage;
  readonly tsig: Tsig | undefined;
  readonly signature: "none" | ReturnType<typeof verifyMessage>;
}

// Without EDNS (RFC 1035 §4.2.1); PowerDNS drops longer ones without a word.
const maxUdpOctets = 512;

interface Sent {
  readonly request: WireRequest;
  readonly octets: Buffer;
  readonly mac: Buffer | undefined;
}

/**
 * Sends requests over one connection and returns their answers in the same order.
 *
 * - Messages with an id or a question that was not asked are ignored, however many come.
 * - Signatures are judged, not enforced: see `signature`.
 * - Over UDP, requests over 512 octets go by TCP instead, and a truncated answer makes the whole
 *   exchange be repeated over TCP.
 *
 * @throws DnsError when no answer comes or one is malformed.
 */
export async function converse(
  speech: Speech,
  requests: readonly Request[],
): Promise<readonly Answer[]> {
  const { server } = speech;
  const sent = prepare(speech, requests);
  if (server.transport === "udp" && sent.some(({ octets }) => octets.length > maxUdpOctets)) {
    return converse(overTcp(speech), requests);
  }
  const answers = new Map<number, Answer>();
  await exchange({
    server,
    messages: sent.map(({ octets }) => octets),
    deadlineMs: speech.deadlineMs,
    mayResend: requests.every(({ opcode }) => opcode === "query"),
    receive: (octets) => {
      const asked =
        octets.length < 2
          ? undefined
          : sent.find(({ request }) => request.id === octets.readUInt16BE(0));
      if (asked === undefined) return false;
      const message = decodeAnswer(server, octets);
      if (!isAnswerTo(message, asked.request)) return false;
      answers.set(asked.request.id, judge({ message, speech, mac: asked.mac }));
      return answers.size === sent.length;
    },
  });
  const inOrder = sent.flatMap(({ request }) => answers.get(request.id) ?? []);
  if (server.transport === "udp" && inOrder.some(({ message }) => message.isTruncated)) {
    return converse(overTcp(speech), requests);
  }
  return inOrder;
}

function overTcp(speech: Speech): Speech {
  return { ...speech, server: { ...speech.server, transport: "tcp" } };
}

function prepare(speech: Speech, requests: readonly Request[]): Sent[] {
  const { key, timeSeconds, fudgeSeconds } = speech;
  const ids = new Set<number>();
  while (ids.size < requests.length) ids.add(randomInt(65536));
  const idList = [...ids];
  return requests.map((parts, index) => {
    const request = { ...parts, id: idList[index] ?? 0 };
    const octets = encodeRequest(request);
    if (key === undefined) return { request, octets, mac: undefined };
    const signed = signMessage({
      octets,
      key,
      timeSeconds,
      ...(fudgeSeconds !== undefined && { fudgeSeconds }),
    });
    return { request, ...signed };
  });
}

/** Reads a message that is meant for us. @throws DnsError `bad-answer` */
export function decodeAnswer(server: NameServer, octets: Buffer): WireMessage {
  try {
    return decodeMessage(octets);
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    const message = `name server ${formatServer(server)} sent a malformed answer: ${error.message}`;
    throw new DnsError("bad-answer", message, { mayHaveHappened: true, cause: error });
  }
}

function isAnswerTo(message: WireMessage, request: WireRequest): boolean {
  if (!message.isResponse) return false;
  const [question] = message.questions;
  // Servers may leave the question out of an error.
  if (question === undefined) return message.rcode !== 0;
  return (
    question.type === request.question.type && isSameName(question.name, request.question.name)
  );
}

/** Finds out what the signature of an answer is worth; `mac` is the request's. */
export function judge(of: {
  readonly message: WireMessage;
  readonly speech: Speech;
  readonly mac: Buffer | undefined;
}): Answer {
  const { message, speech, mac } = of;
  const tsig = readAnswerTsig(speech.server, message);
  if (tsig === undefined || mac === undefined || speech.key === undefined) {
    return { message, tsig, signature: "none" };
  }
  const { key, timeSeconds } = speech;
  return {
    message,
    tsig,
    signature: verifyMessage({ message, tsig, key, prior: mac, timeSeconds }),
  };
}

/** The TSIG record of an answer, if it has one. @throws DnsError `bad-answer` */
export function readAnswerTsig(server: NameServer, message: WireMessage): Tsig | undefined {
  try {
    return readTsig(message);
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    const text = `name server ${formatServer(server)} sent a malformed signature: ${error.message}`;
    throw new DnsError("bad-answer", text, { mayHaveHappened: true, cause: error });
  }
}
