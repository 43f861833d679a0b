import { compareText } from "../../plain/text";
import { parseAddress } from "./address";
import { canonicalName } from "./names";

/** The record types that can be written; `TYPEnnn` takes RFC 3597 text such as `\# 2 0aff`. */
export type RecordType =
  "A" | "AAAA" | "CNAME" | "LUA" | "MX" | "NS" | "PTR" | "SRV" | "TXT" | `TYPE${number}`;

/**
 * Tells whether a text is a record type that can be written, in the spelling used here.
 *
 * @example
 * [isRecordType("AAAA"), isRecordType("TYPE65280"), isRecordType("aaaa")]
 * //=> [true, true, false]
 */
export function isRecordType(text: string): text is RecordType {
  return /^(A|AAAA|CNAME|LUA|MX|NS|PTR|SRV|TXT)$|^TYPE(0|[1-9]\d{0,4})$/.test(text);
}

/** A setting that only one DNS provider understands, as external-dns writes it. */
export interface ProviderSpecific {
  readonly name: string;
  readonly value: string;
}

/**
 * One record set as external-dns's `DNSEndpoint` objects list it; names have no final dot. The
 * field names are those of the custom resource.
 */
export interface Endpoint {
  readonly dnsName: string;
  readonly recordType: RecordType;
  readonly targets: readonly string[];
  /** Seconds; 0 leaves the choice to the provider. */
  readonly recordTTL: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Tells record sets of one name apart where a provider answers by weight, place or health. */
  readonly setIdentifier?: string;
  readonly providerSpecific?: readonly ProviderSpecific[];
}

/**
 * All the record sets at one name. They change together: A and AAAA give way to a CNAME in one
 * step, which a resource for each type could not do.
 */
export interface NamedRecords {
  /** The name, without a final dot. */
  readonly dnsName: string;
  /** How long an answer may be kept, in seconds. */
  readonly ttlSeconds: number;
  /** Targets by record type, such as `{ A: ["10.0.0.1"] }`. */
  readonly records: Readonly<Partial<Record<RecordType, readonly string[]>>>;
}

/** The record sets of one name, one by one, in order of type. */
export function recordEntries(
  records: NamedRecords["records"],
): { readonly recordType: RecordType; readonly targets: readonly string[] }[] {
  const entries = Object.entries(records).flatMap(([recordType, targets]) =>
    isRecordType(recordType) && targets !== undefined ? [{ recordType, targets }] : [],
  );
  return entries.sort((a, b) => compareText(a.recordType, b.recordType));
}

/**
 * The form in which two spellings of one target are equal: addresses canonical, names in lower case
 * without final dot, text as it is.
 *
 * @example
 * canonicalTarget({ recordType: "AAAA", target: "2001:DB8:0::1" })
 * //=> "2001:db8::1"
 */
export function canonicalTarget(of: {
  readonly recordType: RecordType;
  readonly target: string;
}): string {
  const { recordType, target } = of;
  if (recordType === "A" || recordType === "AAAA") return parseAddress(target)?.text ?? target;
  if (recordType === "LUA" || recordType === "TXT") return target;
  if (recordType.startsWith("TYPE")) return canonicalUnknown(target);
  return canonicalName(target.trim().replace(/\s+/g, " "));
}

/** RFC 3597 text may be cut into words anywhere. */
function canonicalUnknown(text: string): string {
  const [mark = "", length = "", ...words] = text.trim().split(/\s+/);
  const hex = words.join("").toLowerCase();
  return [mark, length, ...(hex === "" ? [] : [hex])].join(" ");
}

/**
 * Targets in canonical form, each once, in code-unit order.
 *
 * @example
 * canonicalTargets({ recordType: "A", targets: ["10.20.30.2", "10.20.30.10", "10.20.30.2"] })
 * //=> ["10.20.30.10", "10.20.30.2"]
 */
export function canonicalTargets(of: {
  readonly recordType: RecordType;
  readonly targets: readonly string[];
}): string[] {
  const { recordType, targets } = of;
  return [...new Set(targets.map((target) => canonicalTarget({ recordType, target })))].sort(
    compareText,
  );
}

/** What tells record sets apart. */
export type EndpointKey = Pick<Endpoint, "dnsName" | "recordType" | "setIdentifier">;

/** Orders endpoints by name, then record type, then set identifier. */
export function compareEndpoints(a: EndpointKey, b: EndpointKey): number {
  return (
    compareText(a.dnsName, b.dnsName) ||
    compareText(a.recordType, b.recordType) ||
    compareText(a.setIdentifier ?? "", b.setIdentifier ?? "")
  );
}

/**
 * Endpoints grouped by name, sorted; the smallest TTL of a name counts. Set identifiers are a
 * provider's matter and are not looked at.
 *
 * @example
 * groupByName([{ dnsName: "a.test", recordType: "AAAA", targets: ["::1"], recordTTL: 60 }, { dnsName: "a.test", recordType: "A", targets: ["127.0.0.1"], recordTTL: 60 }])
 * //=> [{ dnsName: "a.test", ttlSeconds: 60, records: { A: ["127.0.0.1"], AAAA: ["::1"] } }]
 */
export function groupByName(endpoints: readonly Endpoint[]): NamedRecords[] {
  const names = new Map<string, NamedRecords>();
  for (const endpoint of [...endpoints].sort(compareEndpoints)) {
    const { recordType, recordTTL } = endpoint;
    const dnsName = canonicalName(endpoint.dnsName);
    const known = names.get(dnsName);
    const targets = [...(known?.records[recordType] ?? []), ...endpoint.targets];
    names.set(dnsName, {
      dnsName,
      ttlSeconds: Math.min(known?.ttlSeconds ?? recordTTL, recordTTL),
      records: { ...known?.records, [recordType]: canonicalTargets({ recordType, targets }) },
    });
  }
  return [...names.values()].sort((a, b) => compareText(a.dnsName, b.dnsName));
}

/**
 * The other way round: one endpoint for each record type of each name, sorted.
 *
 * @example
 * toEndpoints([{ dnsName: "a.test", ttlSeconds: 60, records: { A: ["127.0.0.1"] } }])
 * //=> [{ dnsName: "a.test", recordType: "A", targets: ["127.0.0.1"], recordTTL: 60 }]
 */
export function toEndpoints(records: readonly NamedRecords[]): Endpoint[] {
  return records
    .flatMap(({ dnsName, ttlSeconds, records: byType }) =>
      recordEntries(byType).map((entry) => ({ dnsName, ...entry, recordTTL: ttlSeconds })),
    )
    .sort(compareEndpoints);
}
