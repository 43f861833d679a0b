import {
  canonicalTargets,
  type NamedRecords,
  recordEntries,
  type RecordType,
} from "../../../core/dns/records/endpoint";
import {
  decodeTxtOwner,
  encodeTxtOwner,
  type KnownRegistry,
  txtOwnerName,
} from "../../../core/dns/records/txtOwner";
import { type Observation, type ObservedRrset, textsOf } from "./observation";
import { change, prerequisite, type Rrset, rrset, type ZoneUpdate } from "../server/update";
import type { WireRecord } from "../wire/wire";

/** Who writes: the registry, and labels that go into the owner text. */
export interface Writer {
  readonly registry: KnownRegistry;
  readonly labels: Readonly<Record<string, string>>;
}

/** The owner text that a writer leaves. */
export function txtOwnerText({ registry, labels }: Writer): string {
  return encodeTxtOwner({ ownerId: registry.ownerId, labels });
}

interface Part {
  readonly recordType: RecordType;
  readonly data: Rrset;
  readonly owner: Rrset;
}

/** A record set and its owner TXT, ready to be written. */
function partsOf(records: NamedRecords, writer: Writer): Part[] {
  const { dnsName, ttlSeconds } = records;
  return recordEntries(records.records).map(({ recordType, targets }) => ({
    recordType,
    data: rrset({ name: dnsName, type: recordType, ttlSeconds, values: targets }),
    owner: rrset({
      name: txtOwnerName({ dnsName, recordType, registry: writer.registry }),
      type: "TXT",
      ttlSeconds,
      values: [txtOwnerText(writer)],
    }),
  }));
}

const isFree = ({ data, owner }: Part): WireRecord[] => [
  ...prerequisite.rrsetIsAbsent(data),
  ...prerequisite.rrsetIsAbsent(owner),
];

/** A name that holds a CNAME holds nothing else, so other types need it to be absent and it them. */
function nameAllows(dnsName: string, recordTypes: readonly RecordType[]): WireRecord[] {
  return recordTypes.includes("CNAME")
    ? prerequisite.nameIsUnused(dnsName)
    : prerequisite.rrsetIsAbsent({ name: dnsName, type: "CNAME" });
}

/** Creates, if neither the record sets nor their owner TXTs exist. */
export function creation(wanted: NamedRecords, writer: Writer): ZoneUpdate {
  const parts = partsOf(wanted, writer);
  const types = parts.map(({ recordType }) => recordType);
  return {
    prerequisites: [...nameAllows(wanted.dnsName, types), ...parts.flatMap(isFree)],
    updates: parts.flatMap(({ data, owner }) => [
      ...change.addToRrset(data),
      ...change.addToRrset(owner),
    ]),
  };
}

/**
 * Replaces what we wrote before, if the owner TXTs are ours, letter by letter. With
 * `onlyIfUnchanged` the data too must be what we wrote.
 */
export function replacement(of: {
  readonly previous: NamedRecords;
  readonly wanted: NamedRecords;
  readonly writer: Writer;
  readonly onlyIfUnchanged: boolean;
}): ZoneUpdate {
  const before = partsOf(of.previous, of.writer);
  const after = partsOf(of.wanted, of.writer);
  const had = (type: RecordType): boolean => before.some(({ recordType }) => recordType === type);
  const keeps = (type: RecordType): boolean => after.some(({ recordType }) => recordType === type);
  const added = after.filter(({ recordType }) => !had(recordType));
  const dropped = before.filter(({ recordType }) => !keeps(recordType));
  const needsRoom = !had("CNAME") && !keeps("CNAME");
  return {
    prerequisites: [
      ...before.flatMap(({ owner }) => prerequisite.isRrset(owner)),
      ...(of.onlyIfUnchanged ? before.flatMap(({ data }) => prerequisite.isRrset(data)) : []),
      ...added.flatMap(isFree),
      ...(needsRoom ? prerequisite.rrsetIsAbsent({ name: of.wanted.dnsName, type: "CNAME" }) : []),
    ],
    // What goes comes first: servers ignore an A that is added beside a CNAME (RFC 2136 §3.4.2.2).
    updates: [
      ...dropped.flatMap(({ data, owner }) => [
        ...change.deleteRrset(data),
        ...change.deleteRrset(owner),
      ]),
      ...after.flatMap(({ data }) => change.replaceRrset(data)),
      ...added.flatMap(({ owner }) => change.addToRrset(owner)),
    ],
  };
}

/** Deletes what we wrote, if the owner TXTs are ours, letter by letter. */
export function deletion(previous: NamedRecords, writer: Writer): ZoneUpdate {
  const parts = partsOf(previous, writer);
  return {
    prerequisites: parts.flatMap(({ owner }) => prerequisite.isRrset(owner)),
    updates: parts.flatMap(({ data, owner }) => [
      ...change.deleteRrset(data),
      ...change.deleteRrset(owner),
    ]),
  };
}

/**
 * Turns what was observed into what is wanted, if all that is touched is still exactly as observed.
 *
 * - Deletes the record sets of `dropped`, and of their owner records only those that name
 *   an owner: other TXT records at that name stay.
 */
export function transition(of: {
  readonly observed: Observation;
  readonly wanted: NamedRecords | undefined;
  readonly dropped: readonly RecordType[];
  readonly writer: Writer;
}): ZoneUpdate {
  const { observed, wanted, dropped, writer } = of;
  const parts = wanted ? partsOf(wanted, writer) : [];
  const touched = observed.rrsets.filter(
    ({ recordType }) =>
      dropped.includes(recordType) || parts.some((part) => part.recordType === recordType),
  );
  // The old owner record goes once its word is taken over; it can be a wanted TXT's neighbour.
  const relied = touched.some(({ ownerTxt }) => !ownerTxt.some(isOwnerTxt));
  const isTxtTouched = touched.some(({ recordType }) => recordType === "TXT");
  const legacy = relied && !isTxtTouched ? observed.legacy.filter(isOwnerTxt) : [];
  const { dnsName } = observed;
  const txtName = (recordType: RecordType): string =>
    txtOwnerName({ dnsName, recordType, registry: writer.registry });
  return {
    prerequisites: [
      ...touched.flatMap(({ recordType, records, ownerTxt }) => [
        ...isAsObserved({ name: dnsName, type: recordType, records }),
        ...isAsObserved({ name: txtName(recordType), type: "TXT", records: ownerTxt }),
      ]),
      ...(legacy.length > 0 ? sameRecords(observed.legacy) : []),
    ],
    updates: [
      ...touched.flatMap(({ recordType, records, ownerTxt }) => [
        ...(records.length > 0 ? change.deleteRrset({ name: dnsName, type: recordType }) : []),
        ...ownerTxt.filter(isOwnerTxt).flatMap(withoutRecord),
      ]),
      ...legacy.flatMap(withoutRecord),
      ...parts.flatMap(({ data, owner }) => [
        ...change.addToRrset(data),
        ...change.addToRrset(owner),
      ]),
    ],
  };
}

function isAsObserved(of: {
  readonly name: string;
  readonly type: RecordType;
  readonly records: readonly WireRecord[];
}): WireRecord[] {
  return of.records.length > 0 ? sameRecords(of.records) : prerequisite.rrsetIsAbsent(of);
}

function sameRecords(records: readonly WireRecord[]): WireRecord[] {
  return records.map((record) => ({ ...record, ttlSeconds: 0 }));
}

function withoutRecord(record: WireRecord): WireRecord[] {
  const { name, rdata } = record;
  return change.deleteFromRrset({ name, type: "TXT", rdata: [rdata] });
}

function isOwnerTxt(record: WireRecord): boolean {
  return textsOf([record]).some((text) => decodeTxtOwner(text) !== undefined);
}

/** What must hold once the wanted record sets are written and the dropped ones gone. */
export function assertion(of: {
  readonly wanted: NamedRecords | undefined;
  readonly dropped: readonly RecordType[];
  readonly dnsName: string;
  readonly writer: Writer;
}): ZoneUpdate {
  const parts = of.wanted ? partsOf(of.wanted, of.writer) : [];
  return {
    prerequisites: [
      ...parts.flatMap(({ data, owner }) => [
        ...prerequisite.isRrset(data),
        ...prerequisite.isRrset(owner),
      ]),
      ...of.dropped.flatMap((type) => prerequisite.rrsetIsAbsent({ name: of.dnsName, type })),
    ],
    updates: [],
  };
}

/** True if a record set is there as wanted, with TTL and owner text. */
export function isAsWanted(of: {
  readonly observed: ObservedRrset | undefined;
  readonly targets: readonly string[];
  readonly ttlSeconds: number;
  readonly ownerTxt: string;
}): boolean {
  const { observed, targets } = of;
  if (observed?.owner.whose !== "ours") return false;
  const { recordType } = observed;
  const found = canonicalTargets({ recordType, targets: textsOf(observed.records) });
  return (
    JSON.stringify(found) === JSON.stringify(canonicalTargets({ recordType, targets })) &&
    observed.records.every(({ ttlSeconds }) => ttlSeconds === of.ttlSeconds) &&
    textsOf(observed.ownerTxt).includes(of.ownerTxt)
  );
}
