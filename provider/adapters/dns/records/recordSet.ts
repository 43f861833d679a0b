/*
 * Record sets on name servers: read, written in one message, read back, and judged by what came of it.
 * Each function is one conversation with a server; which records there are to be says core/dns.
 */

import {
  canonicalTargets,
  type NamedRecords,
  recordEntries,
  type RecordType,
} from "../../../core/dns/records/endpoint";
import { canonicalName, parseDnsName } from "../../../core/dns/records/names";
import type { KnownRegistry, Registry } from "../../../core/dns/records/txtOwner";
import { validateRecords } from "../../../core/dns/records/recordRules";
import { formatIssues } from "../../../core/issue";
import type { DnsClient } from "../server/client";
import { holdsAsWritten } from "./comparison";
import { DnsError } from "../server/dnsError";
import { namedRecordsOf, observe } from "./observation";
import { creation, deletion, replacement, type Writer } from "./recordSetUpdate";
import { settle, type Settled } from "./settlement";
import type { ZoneUpdate } from "../server/update";

/** Where the record sets of a name are written, and in whose name. */
export interface RecordSetPlace {
  readonly client: DnsClient;
  readonly registry: KnownRegistry;
  /** @default found by asking the server */
  readonly zone?: string;
  /** Go into the owner text, e.g. `resource`. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Record sets as read, and who owns each; a type without owner is absent from `owners`. */
export interface RecordSetReading extends NamedRecords {
  readonly zone: string;
  readonly owners: Readonly<Partial<Record<RecordType, string>>>;
}

const importableTypes: readonly RecordType[] = [
  "A",
  "AAAA",
  "CNAME",
  "MX",
  "NS",
  "PTR",
  "SRV",
  "TXT",
];

/**
 * Creates the record sets of a name with their owner TXTs, in one message.
 *
 * - Succeeds if they are absent, or ours already: then they are brought to what is wanted, so a run
 *   that was cut off can be repeated.
 * - With `adopt`, those of another owner or of nobody are replaced and become ours.
 *
 * @throws DnsError `foreign-owner` (naming the owner), `unowned-records`, `invalid-records`,
 * `not-written`, and those of the client.
 */
export async function createRecordSet(
  of: RecordSetPlace & {
    readonly wanted: NamedRecords;
    /** @default false */
    readonly adopt?: boolean;
  },
): Promise<Settled> {
  const { zone, wanted, writer } = await prepare(of);
  const first = (): ZoneUpdate => creation(wanted, writer);
  return settle({ ...of, zone, writer, wanted, previous: undefined, first });
}

/**
 * Turns what we wrote before into what is wanted, in one message, whatever has become of its data;
 * record types come and go with their owner TXTs.
 *
 * - What has vanished is written again; what another owner has taken over is refused as in create.
 * - With `onlyIfUnchanged` data that differs from `previous` is not overwritten.
 *
 * @throws DnsError as createRecordSet, and `changed-meanwhile`.
 */
export async function updateRecordSet(
  of: RecordSetPlace & {
    readonly previous: NamedRecords;
    readonly wanted: NamedRecords;
    /** @default false */
    readonly adopt?: boolean;
    /** @default false */
    readonly onlyIfUnchanged?: boolean;
  },
): Promise<Settled> {
  const { zone, wanted, writer } = await prepare(of);
  const previous = canonicalRecords(of.previous);
  const { onlyIfUnchanged = false } = of;
  if (previous.dnsName !== wanted.dnsName) {
    const text = `record sets of "${previous.dnsName}" cannot become those of "${wanted.dnsName}"; create the new ones and delete the old`;
    throw new DnsError("invalid-records", text);
  }
  const first = (): ZoneUpdate => replacement({ previous, wanted, writer, onlyIfUnchanged });
  return settle({ ...of, zone, writer, wanted, previous, first });
}

/**
 * Deletes what we wrote and its owner TXTs, in one message. What is gone already is fine; what
 * another owner has taken over, or nobody owns any more, is not touched.
 *
 * @throws DnsError `foreign-owner`, `unowned-records`, and those of the client.
 */
export async function deleteRecordSet(
  of: RecordSetPlace & { readonly previous: NamedRecords },
): Promise<Settled> {
  const previous = canonicalRecords(of.previous);
  const zone = of.zone ?? (await of.client.findZone(previous.dnsName));
  const writer = { registry: of.registry, labels: of.labels ?? {} };
  const first = (): ZoneUpdate => deletion(previous, writer);
  return settle({ ...of, zone, writer, wanted: undefined, previous, first });
}

/**
 * Reads the record sets of a name, whoever owns them; `undefined` if there are none. For a refresh
 * give the types that were written, for an import none: then all common ones are looked for.
 *
 * - LUA records can be read by a transfer of the zone only. Where the key has no right to that, what
 *   was `written` last is compared with what is there instead.
 *
 * @throws DnsError
 */
export async function readRecordSet(
  of: RecordSetPlace & {
    readonly dnsName: string;
    readonly recordTypes?: readonly RecordType[];
    /** @default nothing to compare with */
    readonly written?: NamedRecords;
  },
): Promise<RecordSetReading | undefined> {
  const { client, registry, recordTypes = importableTypes } = of;
  const dnsName = canonicalName(of.dnsName);
  const zone = of.zone ?? (await client.findZone(dnsName));
  const observation = await observe({ client, zone, registry, dnsName, recordTypes }).catch(
    async (error: unknown) => {
      const unchanged = recordTypes.includes("LUA") && (await compareInstead(of, { zone, error }));
      if (unchanged) return undefined;
      throw error;
    },
  );
  if (observation === undefined) return of.written && readingOf(of.written, { zone, registry });
  const records = namedRecordsOf(observation, recordTypes);
  if (records === undefined) return undefined;
  const owners = observation.rrsets.flatMap(({ recordType, owner }): [RecordType, string][] =>
    owner.whose === "nobody" || records.records[recordType] === undefined
      ? []
      : [[recordType, owner.ownerId]],
  );
  return { ...records, zone, owners: Object.fromEntries<string>(owners) };
}

/** True if the zone may not be transferred and holds what was written. */
async function compareInstead(
  of: RecordSetPlace & { readonly written?: NamedRecords },
  { zone, error }: { readonly zone: string; readonly error: unknown },
): Promise<boolean> {
  const { client, registry, labels = {} } = of;
  if (of.written === undefined || !(error instanceof DnsError)) return false;
  // PowerDNS refuses transfers to a key it knows as it refuses those to one it does not.
  if (!["no-grant", "unknown-key"].includes(error.code)) return false;
  const written = canonicalRecords(of.written);
  return holdsAsWritten({ client, zone, writer: { registry, labels }, written });
}

function readingOf(
  written: NamedRecords,
  { zone, registry }: { readonly zone: string; readonly registry: Registry },
): RecordSetReading {
  const records = canonicalRecords(written);
  const owners = recordEntries(records.records).map(({ recordType }): [RecordType, string] => [
    recordType,
    registry.ownerId,
  ]);
  return { ...records, zone, owners: Object.fromEntries<string>(owners) };
}

async function prepare(
  of: RecordSetPlace & { readonly wanted: NamedRecords },
): Promise<{ zone: string; wanted: NamedRecords; writer: Writer }> {
  const { registry, labels = {} } = of;
  const check = (zone: string | undefined): void => {
    const issues = validateRecords({ wanted: of.wanted, registry, labels, zone });
    if (issues.length === 0) return;
    throw new DnsError(
      "invalid-records",
      formatIssues(`record sets of "${of.wanted.dnsName}"`, issues),
    );
  };
  check(of.zone);
  const wanted = canonicalRecords(of.wanted);
  const zone = canonicalName(of.zone ?? (await of.client.findZone(wanted.dnsName)));
  // What only the zone can tell, such as a CNAME at its apex.
  check(zone);
  return { zone, wanted, writer: { registry, labels } };
}

function canonicalRecords(records: NamedRecords): NamedRecords {
  const entries = recordEntries(records.records).map(
    ({ recordType, targets }): [RecordType, string[]] => [
      recordType,
      canonicalTargets({ recordType, targets }),
    ],
  );
  const dnsName = parseDnsName(records.dnsName).name ?? canonicalName(records.dnsName);
  return {
    dnsName,
    ttlSeconds: records.ttlSeconds,
    records: Object.fromEntries<string[]>(entries),
  };
}
