import {
  canonicalTargets,
  type NamedRecords,
  type RecordType,
} from "../../../core/dns/records/endpoint";
import {
  compareOwner,
  type KnownRegistry,
  legacyTxtOwnerName,
  txtOwnerName,
} from "../../../core/dns/records/txtOwner";
import { compareText } from "../../../core/plain/text";
import type { DnsClient } from "../server/client";
import { isSameName } from "../wire/name";
import type { NameServer } from "../server/nameServer";
import { formatRdata } from "../wire/rdata";
import type { Question, WireRecord } from "../wire/wire";

/** One record set as the zone has it, with the TXT records at its owner name. */
export interface ObservedRrset {
  readonly recordType: RecordType;
  readonly records: readonly WireRecord[];
  /** All TXT records at the owner name, also those that name no owner. */
  readonly ownerTxt: readonly WireRecord[];
  readonly owner: ReturnType<typeof compareOwner>;
}

/** What a zone holds at one name. */
export interface Observation {
  readonly dnsName: string;
  readonly rrsets: readonly ObservedRrset[];
  /** TXT records where old versions of external-dns wrote the owner. */
  readonly legacy: readonly WireRecord[];
}

/** Types that are looked at whatever is wanted, since they exclude each other. */
const alwaysObserved: readonly RecordType[] = ["A", "AAAA", "CNAME"];

/**
 * Reads a name: the record sets of the given types and of A, AAAA and CNAME, and who owns each.
 *
 * - PowerDNS answers a query for LUA with nothing, and one for A with what the code computes; so
 *   with LUA among the types the zone is transferred instead.
 *
 * @throws DnsError
 */
export async function observe(of: {
  readonly client: DnsClient;
  readonly zone: string;
  readonly registry: KnownRegistry;
  readonly dnsName: string;
  readonly recordTypes: readonly RecordType[];
  readonly server?: NameServer;
}): Promise<Observation> {
  const { client, zone, registry, dnsName, server } = of;
  const recordTypes = [...new Set([...of.recordTypes, ...alwaysObserved])].sort(compareText);
  const own = recordTypes.map((type): Question => ({ name: dnsName, type }));
  const owners = recordTypes.map((recordType): Question => ({
    name: txtOwnerName({ dnsName, recordType, registry }),
    type: "TXT",
  }));
  const legacyQuestion: Question = {
    name: legacyTxtOwnerName({ dnsName, registry }),
    type: "TXT",
  };
  const questions = [...own, ...owners, legacyQuestion];
  const found = recordTypes.includes("LUA")
    ? pick(await client.transferZone(zone), questions)
    : (await client.query({ zone, questions, server })).map(({ records }) => records);
  const legacy = found[questions.length - 1] ?? [];
  const rrsets = recordTypes.map((recordType, index) => {
    const records = found[index] ?? [];
    const ownerTxt = found[recordTypes.length + index] ?? [];
    return {
      recordType,
      records,
      ownerTxt,
      owner: ownerOf({ recordType, ownerTxt, legacy, registry }),
    };
  });
  return { dnsName, rrsets, legacy };
}

function pick(all: readonly WireRecord[], questions: readonly Question[]): WireRecord[][] {
  return questions.map(({ name, type }) =>
    all.filter((record) => record.type === type && isSameName(record.name, name)),
  );
}

function ownerOf(of: {
  readonly recordType: RecordType;
  readonly ownerTxt: readonly WireRecord[];
  readonly legacy: readonly WireRecord[];
  readonly registry: KnownRegistry;
}): ObservedRrset["owner"] {
  const { ownerId, formerOwnerIds = [] } = of.registry;
  const owner = compareOwner({ texts: textsOf(of.ownerTxt), ownerId, formerOwnerIds });
  // The old form was never written for AAAA, so there it says nothing.
  if (owner.whose !== "nobody" || of.recordType === "AAAA") return owner;
  return compareOwner({ texts: textsOf(of.legacy), ownerId, formerOwnerIds });
}

/** The texts of records, in their order. */
export function textsOf(records: readonly WireRecord[]): string[] {
  return records.map(({ type, rdata }) => formatRdata(type, rdata));
}

/** The record sets that an observation has data for, of the given types only. */
export function namedRecordsOf(
  { dnsName, rrsets }: Observation,
  recordTypes: readonly RecordType[],
): NamedRecords | undefined {
  const present = rrsets.filter(
    ({ recordType, records }) => records.length > 0 && recordTypes.includes(recordType),
  );
  const [first] = present.flatMap(({ records }) => records);
  if (first === undefined) return undefined;
  return {
    dnsName,
    ttlSeconds: Math.min(
      ...present.flatMap(({ records }) => records.map((each) => each.ttlSeconds)),
    ),
    records: Object.fromEntries(
      present.map(({ recordType, records }) => [
        recordType,
        canonicalTargets({ recordType, targets: textsOf(records) }),
      ]),
    ),
  };
}
