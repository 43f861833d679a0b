import type { RecordType } from "../../../core/dns/records/endpoint";

/** Every record type a message of ours can name: those that are written, and those only asked or met. */
export type WireType = RecordType | "ANY" | "AXFR" | "SOA" | "TSIG";

const typeNumbers = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  TSIG: 250,
  AXFR: 252,
  ANY: 255,
  // PowerDNS's own, from the range for private use.
  LUA: 65402,
} as const;

const typeNames = new Map<number, WireType>(
  Object.entries(typeNumbers).flatMap(([name, number]) =>
    isNamedType(name) ? [[number, name]] : [],
  ),
);

function isNamedType(name: string): name is keyof typeof typeNumbers {
  return Object.hasOwn(typeNumbers, name);
}

/** The number of a record type (IANA, "DNS parameters"). */
export function typeNumber(type: WireType): number {
  return isNamedType(type) ? typeNumbers[type] : Number(type.slice("TYPE".length));
}

/** The name of a record type; unknown ones are called `TYPEnnn` (RFC 3597 §5). */
export function typeName(number: number): WireType {
  return typeNames.get(number) ?? `TYPE${number}`;
}

/** DNS classes; NONE and ANY have their meaning in updates (RFC 2136 §2.4, §2.5). */
export const dnsClass = { IN: 1, NONE: 254, ANY: 255 } as const;

/** Operation codes (RFC 1035 §4.1.1, RFC 2136 §1.3). */
export const opcode = { query: 0, update: 5 } as const;

const rcodeNames = [
  "NOERROR",
  "FORMERR",
  "SERVFAIL",
  "NXDOMAIN",
  "NOTIMP",
  "REFUSED",
  "YXDOMAIN",
  "YXRRSET",
  "NXRRSET",
  "NOTAUTH",
  "NOTZONE",
];

/** The name of a response code, `RCODEnn` if it has none. */
export function rcodeName(rcode: number): string {
  return rcodeNames[rcode] ?? `RCODE${rcode}`;
}

const tsigErrorNames = new Map([
  [0, "NOERROR"],
  [16, "BADSIG"],
  [17, "BADKEY"],
  [18, "BADTIME"],
  [22, "BADTRUNC"],
]);

/** The name of the error in a TSIG record (RFC 8945 §3), `TSIGERRORnn` if it has none. */
export function tsigErrorName(error: number): string {
  return tsigErrorNames.get(error) ?? `TSIGERROR${error}`;
}
