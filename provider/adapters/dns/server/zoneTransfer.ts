import { randomInt } from "node:crypto";
import { type Answer, decodeAnswer, judge, readAnswerTsig, type Speech } from "./conversation";
import { DnsError } from "./dnsError";
import { formatServer } from "./nameServer";
import { formatRdata } from "../wire/rdata";
import { exchange } from "./transport";
import { signMessage, verifyMessage } from "../wire/tsig";
import { encodeRequest, type WireMessage, type WireRecord } from "../wire/wire";

/** A record of a transferred zone. */
export interface TransferredRecord extends WireRecord {
  /** The text of `rdata`. */
  readonly value: string;
}

/** Records, or the answer by which the server refused them. */
export interface Transfer {
  readonly records: TransferredRecord[];
  readonly refusal?: Answer;
}

// RFC 8945 §5.3.1: at least every hundredth message is signed.
const maxUnsignedMessages = 99;

/**
 * Transfers a zone from one server over TCP or TLS: all records between the two SOAs, however many
 * messages they come in.
 *
 * - With a key the first and the last message must be signed and no more than 99 between two that
 *   are.
 *
 * @throws DnsError
 */
export async function transferFrom(speech: Speech, zone: string): Promise<Transfer> {
  const { server, key, timeSeconds, deadlineMs } = speech;
  const octets = encodeRequest({
    id: randomInt(65536),
    opcode: "query",
    question: { name: zone, type: "AXFR" },
  });
  const request =
    key === undefined ? { octets, mac: undefined } : signMessage({ octets, key, timeSeconds });
  const records: WireRecord[] = [];
  const check = signatureChecker(speech, request.mac);
  let refusal: Answer | undefined;
  let soaCount = 0;
  await exchange({
    server: { ...server, ...(server.transport === "udp" && { transport: "tcp" }) },
    messages: [request.octets],
    deadlineMs,
    receive: (frame) => {
      if (frame.length < 2 || frame.readUInt16BE(0) !== octets.readUInt16BE(0)) return false;
      const message = decodeAnswer(server, frame);
      if (message.rcode !== 0) {
        refusal = judge({ message, speech, mac: request.mac });
        return true;
      }
      for (const record of message.answers) {
        if (record.type === "SOA") soaCount += 1;
        if (soaCount === 1) records.push(record);
      }
      check(message, soaCount >= 2);
      return soaCount >= 2;
    },
  });
  return {
    records: records.map((record) => ({
      ...record,
      value: formatRdata(record.type, record.rdata),
    })),
    ...(refusal && { refusal }),
  };
}

interface SignatureChain {
  readonly prior: Buffer;
  readonly isFirst: boolean;
  /** Unsigned messages since the last signed one. */
  readonly between: readonly Buffer[];
}

/** Checks the messages of a transfer as they come; what is wrong with one is thrown. */
function signatureChecker(
  { server, key, timeSeconds }: Speech,
  requestMac: Buffer | undefined,
): (message: WireMessage, isLast: boolean) => void {
  if (key === undefined || requestMac === undefined) return () => undefined;
  let chain: SignatureChain = { prior: requestMac, isFirst: true, between: [] };
  const fail = (what: string): never => {
    const text = `a zone transfer from ${formatServer(server)} ${what} (key "${key.name}" ${key.algorithm})`;
    throw new DnsError("bad-answer", text);
  };
  return (message, isLast) => {
    const tsig = readAnswerTsig(server, message);
    if (tsig === undefined) {
      const mayBeUnsigned = !chain.isFirst && !isLast && chain.between.length < maxUnsignedMessages;
      if (!mayBeUnsigned) fail("is not signed");
      chain = { ...chain, between: [...chain.between, message.octets] };
      return;
    }
    if (verifyMessage({ message, tsig, key, timeSeconds, ...chain }) !== "verified") {
      fail("has a signature that does not verify");
    }
    // A copy, so that the message itself can be freed.
    chain = { prior: Buffer.from(tsig.mac), isFirst: false, between: [] };
  };
}
