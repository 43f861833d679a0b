import {
  canonicalTargets,
  type NamedRecords,
  recordEntries,
  type RecordType,
} from "../../../core/dns/records/endpoint";
import { DnsError } from "../server/dnsError";
import { type Observation, type ObservedRrset, textsOf } from "./observation";
import { isAsWanted, txtOwnerText, type Writer } from "./recordSetUpdate";

/** What became of the record sets of a name. */
export type Outcome = "adopted" | "created" | "deleted" | "gone" | "unchanged" | "updated";

/** What is to be done at a name, given what was read. */
export type RecordDecision =
  | { readonly isDone: true; readonly outcome: Outcome; readonly because: string }
  | {
      readonly isDone: false;
      readonly outcome: Outcome;
      readonly because: string;
      /** Record sets to delete on the way. */
      readonly dropped: readonly RecordType[];
    };

interface DecisionQuestion {
  readonly observed: Observation;
  readonly zone: string;
  readonly writer: Writer;
  readonly wanted: NamedRecords | undefined;
  readonly previous: NamedRecords | undefined;
  readonly adopt?: boolean;
  readonly onlyIfUnchanged?: boolean;
}

/**
 * Decides what may be done at a name.
 *
 * | at the name | wanted | decision |
 * |---|---|---|
 * | ours, as wanted | yes | done |
 * | ours, different; or nothing | yes | write |
 * | another owner's, or nobody's | yes | refused; with `adopt` write |
 * | a CNAME beside which nothing can stand, or the reverse | yes | as its owner says |
 * | ours | no | delete |
 * | nothing | no | done |
 * | another owner's, or nobody's | no | refused |
 *
 * @throws DnsError `foreign-owner`, `unowned-records` or `changed-meanwhile` for what is refused.
 */
export function decide(of: DecisionQuestion): RecordDecision {
  return of.wanted === undefined ? decideDeletion(of) : decideWrite({ ...of, wanted: of.wanted });
}

function decideDeletion(of: DecisionQuestion): RecordDecision {
  const types = recordEntries(of.previous?.records ?? {}).map(({ recordType }) => recordType);
  const mine = of.observed.rrsets.filter(({ recordType }) => types.includes(recordType));
  const blocker = mine.find(({ owner, records }) => owner.whose !== "ours" && records.length > 0);
  if (blocker !== undefined)
    throw refusal(of, blocker, "nothing was deleted; drop it from the state if that is right");
  const dropped = mine
    .filter(({ owner }) => owner.whose === "ours")
    .map(({ recordType }) => recordType);
  return dropped.length === 0
    ? { isDone: true, outcome: "gone", because: "nothing of ours is left at the name" }
    : { isDone: false, outcome: "deleted", because: "it is ours", dropped };
}

function decideWrite(of: DecisionQuestion & { readonly wanted: NamedRecords }): RecordDecision {
  const { observed, wanted, previous, writer, adopt = false } = of;
  const wants = (type: RecordType): boolean => wanted.records[type] !== undefined;
  const had = (type: RecordType): boolean => previous?.records[type] !== undefined;
  const concerned = observed.rrsets.filter(
    (each) => wants(each.recordType) || excludes(each, wants),
  );
  const blockers = concerned.filter((each) => isNotOurs(each, wants));
  const [blocker] = blockers;
  if (blocker !== undefined && !adopt) {
    throw refusal(of, blocker, "choose another name, or set adopt to take it over");
  }
  const dropped = observed.rrsets.filter(
    (each) =>
      !wants(each.recordType) &&
      (excludes(each, wants) || (had(each.recordType) && each.owner.whose === "ours")),
  );
  const asWanted = recordEntries(wanted.records).every(({ recordType, targets }) =>
    isAsWanted({
      observed: observed.rrsets.find((each) => each.recordType === recordType),
      targets,
      ttlSeconds: wanted.ttlSeconds,
      ownerTxt: txtOwnerText(writer),
    }),
  );
  if (asWanted && dropped.length === 0) {
    return { isDone: true, outcome: "unchanged", because: "it is there as wanted and ours" };
  }
  if (of.onlyIfUnchanged === true) requireUnchanged(of);
  const types = dropped.map(({ recordType }) => recordType);
  if (blocker !== undefined) {
    return {
      isDone: false,
      outcome: "adopted",
      because: `adopted from ${ownerPhrase(blocker)}`,
      dropped: types,
    };
  }
  const isOurs = concerned.some(({ owner }) => owner.whose === "ours");
  return isOurs
    ? { isDone: false, outcome: "updated", because: "it is ours and differs", dropped: types }
    : { isDone: false, outcome: "created", because: "it is not there", dropped: types };
}

/** True for records that cannot stay beside what is wanted: a CNAME, or anything beside one. */
function excludes(
  { recordType, records }: ObservedRrset,
  wants: (type: RecordType) => boolean,
): boolean {
  if (records.length === 0 || wants(recordType)) return false;
  return recordType === "CNAME" || wants("CNAME");
}

function isNotOurs(
  { recordType, records, owner }: ObservedRrset,
  wants: (type: RecordType) => boolean,
): boolean {
  // An owner TXT reserves its name even before the records are there.
  if (owner.whose === "foreign") return records.length > 0 || wants(recordType);
  return owner.whose === "nobody" && records.length > 0;
}

function requireUnchanged({ observed, previous, zone }: DecisionQuestion): void {
  for (const { recordType, targets } of recordEntries(previous?.records ?? {})) {
    const found = textsOf(
      observed.rrsets.find((each) => each.recordType === recordType)?.records ?? [],
    );
    const before = canonicalTargets({ recordType, targets }).join(", ");
    const now = canonicalTargets({ recordType, targets: found }).join(", ");
    if (before === now) continue;
    const text = `record sets of "${observed.dnsName}" in zone "${zone}": ${recordType} was ${before} and is now ${now === "" ? "gone" : now}; refresh, then decide`;
    throw new DnsError("changed-meanwhile", text);
  }
}

function refusal(
  { observed, zone, writer }: DecisionQuestion,
  blocker: ObservedRrset,
  advice: string,
): DnsError {
  const { recordType, records, owner } = blocker;
  const subject = `record sets of "${observed.dnsName}" in zone "${zone}"`;
  const what = `${recordType}${records.length > 0 ? ` ${textsOf(records).join(", ")}` : ""}`;
  const text = `${subject}: ${what} is ${owner.whose === "nobody" ? "nobody's" : `owned by "${owner.ownerId}"`}, not ours ("${writer.registry.ownerId}"); ${advice}`;
  return owner.whose === "nobody"
    ? new DnsError("unowned-records", text)
    : new DnsError("foreign-owner", text, { ownerId: owner.ownerId });
}

function ownerPhrase({ owner }: ObservedRrset): string {
  return owner.whose === "nobody" ? "nobody" : `"${owner.ownerId}"`;
}
