import type { RecordType } from "../../../core/dns/records/endpoint";
import { dnsClass } from "../wire/numbers";
import { encodeRdata } from "../wire/rdata";
import type { WireRecord } from "../wire/wire";

/** An update of one zone: all of it happens, or none (RFC 2136 §1). */
export interface ZoneUpdate {
  /** What must hold, else the server changes nothing. */
  readonly prerequisites: readonly WireRecord[];
  readonly updates: readonly WireRecord[];
}

/** A record set by name and type. */
export interface RrsetKey {
  readonly name: string;
  readonly type: RecordType;
}

/** A record set with its data, uncompressed. */
export interface Rrset extends RrsetKey {
  readonly ttlSeconds: number;
  readonly rdata: readonly Buffer[];
}

const noData = Buffer.alloc(0);

/** A record set from texts. @throws WireFormatError */
export function rrset(
  of: RrsetKey & { readonly ttlSeconds: number; readonly values: readonly string[] },
): Rrset {
  const { name, type, ttlSeconds } = of;
  return { name, type, ttlSeconds, rdata: of.values.map((value) => encodeRdata(type, value)) };
}

/**
 * The five prerequisites of RFC 2136 §2.4. `isRrset` compares data only, as a set, not TTLs.
 */
export const prerequisite = {
  rrsetExists: ({ name, type }: RrsetKey): WireRecord[] => [
    { name, type, class: dnsClass.ANY, ttlSeconds: 0, rdata: noData },
  ],
  isRrset: ({ name, type, rdata }: Omit<Rrset, "ttlSeconds">): WireRecord[] =>
    rdata.map((data) => ({ name, type, class: dnsClass.IN, ttlSeconds: 0, rdata: data })),
  rrsetIsAbsent: ({ name, type }: RrsetKey): WireRecord[] => [
    { name, type, class: dnsClass.NONE, ttlSeconds: 0, rdata: noData },
  ],
  nameIsInUse: (name: string): WireRecord[] => [
    { name, type: "ANY", class: dnsClass.ANY, ttlSeconds: 0, rdata: noData },
  ],
  nameIsUnused: (name: string): WireRecord[] => [
    { name, type: "ANY", class: dnsClass.NONE, ttlSeconds: 0, rdata: noData },
  ],
} as const;

/**
 * The four changes of RFC 2136 §2.5, and `replaceRrset`, which is two of them: a server applies
 * them in order, so that the record set is exactly the given one afterwards.
 */
export const change = {
  addToRrset: ({ name, type, ttlSeconds, rdata }: Rrset): WireRecord[] =>
    rdata.map((data) => ({ name, type, class: dnsClass.IN, ttlSeconds, rdata: data })),
  deleteRrset: ({ name, type }: RrsetKey): WireRecord[] => [
    { name, type, class: dnsClass.ANY, ttlSeconds: 0, rdata: noData },
  ],
  deleteName: (name: string): WireRecord[] => [
    { name, type: "ANY", class: dnsClass.ANY, ttlSeconds: 0, rdata: noData },
  ],
  deleteFromRrset: ({ name, type, rdata }: Omit<Rrset, "ttlSeconds">): WireRecord[] =>
    rdata.map((data) => ({ name, type, class: dnsClass.NONE, ttlSeconds: 0, rdata: data })),
  replaceRrset: (wanted: Rrset): WireRecord[] => [
    ...change.deleteRrset(wanted),
    ...change.addToRrset(wanted),
  ],
} as const;
