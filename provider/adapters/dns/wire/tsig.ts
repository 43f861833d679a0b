import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { encodeCanonicalName, isSameName, readName } from "./name";
import { dnsClass } from "./numbers";
import { uint16 } from "./octets";
import { encodeRecord, type WireMessage } from "./wire";
import { WireFormatError } from "./wireFormatError";

/** The algorithms of RFC 8945 §6, less those with truncated or MD5 signatures. */
export const tsigAlgorithms = [
  "hmac-sha1",
  "hmac-sha224",
  "hmac-sha256",
  "hmac-sha384",
  "hmac-sha512",
] as const;

export type TsigAlgorithm = (typeof tsigAlgorithms)[number];

/** A key that server and client share. Its secret is in a KeyObject, which no print-out shows. */
export interface TsigKey {
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  readonly secret: KeyObject;
}

/** Errors that a TSIG record can carry (RFC 8945 §3). */
export const tsigError = {
  none: 0,
  badSignature: 16,
  badKey: 17,
  badTime: 18,
  badTruncation: 22,
} as const;

/** What a TSIG record says. */
export interface Tsig {
  readonly keyName: string;
  readonly algorithm: string;
  readonly timeSeconds: number;
  readonly fudgeSeconds: number;
  readonly mac: Buffer;
  readonly originalId: number;
  readonly error: number;
  /** With BADTIME the server's clock, 6 octets. */
  readonly other: Buffer;
}

/** How far apart two clocks may be, in seconds (RFC 8945 §10). */
export const defaultFudgeSeconds = 300;

const noOctets = Buffer.alloc(0);

/**
 * A key from its base64 secret, as `tsig-keygen` prints it.
 *
 * @throws WireFormatError for an unknown algorithm or a secret that is empty or no base64; it never
 * shows the secret.
 */
export function tsigKey(of: {
  readonly name: string;
  readonly algorithm: string;
  readonly secret: string;
}): TsigKey {
  const algorithm = tsigAlgorithms.find((known) => known === of.algorithm.toLowerCase());
  if (algorithm === undefined) {
    const known = tsigAlgorithms.map((each) => `"${each}"`).join(", ");
    throw new WireFormatError(
      `TSIG key "${of.name}": the algorithm "${of.algorithm}" is not supported; allowed are ${known}`,
    );
  }
  const text = of.secret.replace(/\s/g, "");
  const octets = Buffer.from(text, "base64");
  // Buffer skips what is no base64, so a mistyped secret would become another, valid one.
  if (
    octets.length === 0 ||
    octets.toString("base64").replace(/=+$/, "") !== text.replace(/=+$/, "")
  ) {
    throw new WireFormatError(`TSIG key "${of.name}": the secret is empty or not base64`);
  }
  encodeCanonicalName(of.name);
  return { name: of.name, algorithm, secret: createSecretKey(octets) };
}

/**
 * Signs a request; `mac` is needed to verify the answer.
 *
 * Source: RFC 8945 §4.3, §5.1.
 */
export function signMessage(of: {
  readonly octets: Buffer;
  readonly key: TsigKey;
  /** Seconds since 1970. */
  readonly timeSeconds: number;
  /** @default 300 */
  readonly fudgeSeconds?: number;
}): { readonly octets: Buffer; readonly mac: Buffer } {
  const { octets, key, timeSeconds, fudgeSeconds = defaultFudgeSeconds } = of;
  const timers = { timeSeconds, fudgeSeconds, error: tsigError.none, other: noOctets };
  const mac = digest(key, [octets, variables(key, timers)]);
  const rdata = Buffer.concat([
    encodeCanonicalName(key.algorithm),
    encodeTimers(timers),
    uint16(mac.length),
    mac,
    octets.subarray(0, 2),
    uint16(tsigError.none),
    uint16(0),
  ]);
  const record = encodeRecord({
    name: key.name,
    type: "TSIG",
    class: dnsClass.ANY,
    ttlSeconds: 0,
    rdata,
  });
  const signed = Buffer.concat([octets, record]);
  signed.writeUInt16BE(octets.readUInt16BE(10) + 1, 10);
  return { octets: signed, mac };
}

/**
 * The TSIG record of a message, if its last record is one.
 *
 * @throws WireFormatError if it is malformed.
 */
export function readTsig(message: WireMessage): Tsig | undefined {
  const record = message.additionals[message.additionals.length - 1];
  if (record?.type !== "TSIG") return undefined;
  // The signature covers these as constants, so other values would go unnoticed (RFC 8945 §4.2).
  if (record.class !== dnsClass.ANY || record.ttlSeconds !== 0) {
    throw new WireFormatError("a TSIG record of a wrong class or TTL");
  }
  const { rdata } = record;
  const { name: algorithm, end: timers } = readName(rdata, 0);
  const macStart = timers + 10;
  const macEnd = macStart + readUint16(rdata, timers + 8);
  const otherStart = macEnd + 6;
  const otherEnd = otherStart + readUint16(rdata, macEnd + 4);
  if (otherEnd !== rdata.length) throw new WireFormatError("a TSIG record of a wrong length");
  return {
    keyName: record.name,
    algorithm,
    timeSeconds: rdata.readUIntBE(timers, 6),
    fudgeSeconds: rdata.readUInt16BE(timers + 6),
    mac: rdata.subarray(macStart, macEnd),
    originalId: rdata.readUInt16BE(macEnd),
    error: rdata.readUInt16BE(macEnd + 2),
    other: rdata.subarray(otherStart, otherEnd),
  };
}

/**
 * Verifies the signature of an answer.
 *
 * - `prior` is the request's MAC, or in a zone transfer the MAC of the last signed message, with
 *   the octets of unsigned messages since then in `between` and `isFirst` false (RFC 8945 §5.3.1).
 * - Truncated signatures are refused. The time is checked last, so that "bad-time" is the word of
 *   the key's holder.
 */
export function verifyMessage(of: {
  readonly message: WireMessage;
  readonly tsig: Tsig;
  readonly key: TsigKey;
  readonly prior: Buffer;
  readonly timeSeconds: number;
  readonly isFirst?: boolean;
  readonly between?: readonly Buffer[];
}): "verified" | "bad-key" | "bad-signature" | "bad-time" {
  const { message, tsig, key, prior, isFirst = true, between = [] } = of;
  if (!isSameName(tsig.keyName, key.name) || !isSameName(tsig.algorithm, key.algorithm))
    return "bad-key";
  const body = Buffer.from(message.octets.subarray(0, message.lastRecordStart));
  body.writeUInt16BE(tsig.originalId, 0);
  body.writeUInt16BE(message.octets.readUInt16BE(10) - 1, 10);
  const expected = digest(key, [
    uint16(prior.length),
    prior,
    ...between,
    body,
    isFirst ? variables(key, tsig) : encodeTimers(tsig),
  ]);
  if (expected.length !== tsig.mac.length || !timingSafeEqual(expected, tsig.mac))
    return "bad-signature";
  return Math.abs(of.timeSeconds - tsig.timeSeconds) > tsig.fudgeSeconds ? "bad-time" : "verified";
}

interface Timers {
  readonly timeSeconds: number;
  readonly fudgeSeconds: number;
}

function variables(
  key: TsigKey,
  tsig: Timers & { readonly error: number; readonly other: Buffer },
): Buffer {
  return Buffer.concat([
    encodeCanonicalName(key.name),
    uint16(dnsClass.ANY),
    Buffer.alloc(4),
    encodeCanonicalName(key.algorithm),
    encodeTimers(tsig),
    uint16(tsig.error),
    uint16(tsig.other.length),
    tsig.other,
  ]);
}

function encodeTimers({ timeSeconds, fudgeSeconds }: Timers): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeUIntBE(timeSeconds, 0, 6);
  octets.writeUInt16BE(fudgeSeconds, 6);
  return octets;
}

function digest(key: TsigKey, parts: readonly Buffer[]): Buffer {
  const hmac = createHmac(key.algorithm.slice("hmac-".length), key.secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function readUint16(octets: Buffer, at: number): number {
  if (at + 2 > octets.length) throw new WireFormatError("a TSIG record is cut off");
  return octets.readUInt16BE(at);
}
