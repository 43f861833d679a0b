/*
 * DNS messages as octets (RFC 1035, 2136, 8945): names, numbers, record data, signatures.
 * Everything is read with bounds, because it comes from outside.
 */

import { encodeName, readName } from "./name";
import { dnsClass, opcode, typeName, typeNumber, type WireType } from "./numbers";
import { uint16 } from "./octets";
import { expandRdata } from "./rdata";
import { WireFormatError } from "./wireFormatError";

/** A question, or the zone that an update names. */
export interface Question {
  readonly name: string;
  readonly type: WireType;
}

/** A resource record. In updates the class and empty data carry the meaning (RFC 2136 §2.4, §2.5). */
export interface WireRecord {
  readonly name: string;
  readonly type: WireType;
  readonly class: number;
  readonly ttlSeconds: number;
  /** Uncompressed. */
  readonly rdata: Buffer;
}

/** What is sent: a query, or an update with its prerequisites and changes. */
export interface WireRequest {
  readonly id: number;
  readonly opcode: keyof typeof opcode;
  readonly question: Question;
  readonly prerequisites?: readonly WireRecord[];
  readonly updates?: readonly WireRecord[];
}

/** A message as it came. */
export interface WireMessage {
  readonly id: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  readonly isAuthoritative: boolean;
  readonly isTruncated: boolean;
  readonly rcode: number;
  readonly questions: readonly Question[];
  readonly answers: readonly WireRecord[];
  readonly authorities: readonly WireRecord[];
  readonly additionals: readonly WireRecord[];
  /** Where the last additional record begins; a signature covers what is before it. */
  readonly lastRecordStart: number | undefined;
  readonly octets: Buffer;
}

/** The largest message of DNS over TCP (RFC 1035 §4.2.2). */
export const maxMessageOctets = 65535;

const headerOctets = 12;

/**
 * The octets of a request. Names are not compressed.
 *
 * @throws WireFormatError, also if the message would exceed 65,535 octets.
 */
export function encodeRequest(request: WireRequest): Buffer {
  const { prerequisites = [], updates = [], question } = request;
  const header = Buffer.alloc(headerOctets);
  header.writeUInt16BE(request.id, 0);
  header.writeUInt16BE(opcode[request.opcode] << 11, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(prerequisites.length, 6);
  header.writeUInt16BE(updates.length, 8);
  const octets = Buffer.concat([
    header,
    encodeName(question.name),
    uint16(typeNumber(question.type)),
    uint16(dnsClass.IN),
    ...[...prerequisites, ...updates].map(encodeRecord),
  ]);
  if (octets.length > maxMessageOctets) {
    throw new WireFormatError(
      `the message has ${octets.length} octets, at most ${maxMessageOctets} are allowed; split the change by name`,
    );
  }
  return octets;
}

/** The octets of one record. */
export function encodeRecord(record: WireRecord): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(typeNumber(record.type), 0);
  fixed.writeUInt16BE(record.class, 2);
  fixed.writeUInt32BE(record.ttlSeconds, 4);
  fixed.writeUInt16BE(record.rdata.length, 8);
  return Buffer.concat([encodeName(record.name), fixed, record.rdata]);
}

/**
 * Reads a message.
 *
 * - Survives any octets: it returns or throws WireFormatError, in time and memory bounded by the
 *   message's length, whatever the counts in the header claim.
 * - Octets behind the last record are an error: a signature would not cover them.
 *
 * @throws WireFormatError
 */
export function decodeMessage(octets: Buffer): WireMessage {
  if (octets.length < headerOctets)
    throw new WireFormatError(`a message of ${octets.length} octets`);
  const flags = octets.readUInt16BE(2);
  let at = headerOctets;
  const questions: Question[] = [];
  for (let left = octets.readUInt16BE(4); left > 0; left--) {
    const { name, end } = readName(octets, at);
    need(octets, end, 4);
    questions.push({ name, type: typeName(octets.readUInt16BE(end)) });
    at = end + 4;
  }
  let lastRecordStart: number | undefined;
  const section = (count: number): WireRecord[] => {
    const records: WireRecord[] = [];
    for (let left = count; left > 0; left--) {
      const { record, end } = readRecord(octets, at);
      records.push(record);
      lastRecordStart = at;
      at = end;
    }
    return records;
  };
  const answers = section(octets.readUInt16BE(6));
  const authorities = section(octets.readUInt16BE(8));
  const additionals = section(octets.readUInt16BE(10));
  if (at !== octets.length)
    throw new WireFormatError(`${octets.length - at} octets behind the message`);
  return {
    id: octets.readUInt16BE(0),
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    rcode: flags & 15,
    questions,
    answers,
    authorities,
    additionals,
    lastRecordStart: additionals.length > 0 ? lastRecordStart : undefined,
    octets,
  };
}

function readRecord(octets: Buffer, offset: number): { record: WireRecord; end: number } {
  const { name, end: fixed } = readName(octets, offset);
  need(octets, fixed, 10);
  const type = typeName(octets.readUInt16BE(fixed));
  const recordClass = octets.readUInt16BE(fixed + 2);
  const length = octets.readUInt16BE(fixed + 8);
  const start = fixed + 10;
  need(octets, start, length);
  // Empty data is how updates delete; only class IN data has the form of its type.
  const isData = length > 0 && recordClass === dnsClass.IN;
  const rdata = isData
    ? expandRdata(type, { message: octets, start, length })
    : octets.subarray(start, start + length);
  const ttlSeconds = octets.readUInt32BE(fixed + 4);
  return { record: { name, type, class: recordClass, ttlSeconds, rdata }, end: start + length };
}

function need(octets: Buffer, at: number, length: number): void {
  if (at + length > octets.length) throw new WireFormatError(`the message is cut off at ${at}`);
}
