import {
  type NamedRecords,
  recordEntries,
  type RecordType,
} from "../../../core/dns/records/endpoint";
import { DnsError } from "../server/dnsError";
import { type Observation, type ObservedRrset, textsOf } from "./observation";
import { isAsWanted, txtOwnerText, type Writer } from "./recordSetUpdate";

/** What was written, and what was read afterwards. */
interface ReadBack {
  readonly observed: Observation;
  readonly zone: string;
  readonly wanted: NamedRecords | undefined;
  readonly dropped: readonly RecordType[];
  readonly writer: Writer;
}

/**
 * Checks that a write has had its effect. Servers answer NOERROR to some they ignore, an A beside a
 * CNAME for example (RFC 2136 §3.4.2.2).
 *
 * @throws DnsError `not-written`, or `changed-meanwhile` if what is there is ours and different.
 */
export function checkWritten(of: ReadBack): void {
  const { observed, wanted, dropped, writer } = of;
  const { ttlSeconds = 0, records = {} } = wanted ?? {};
  const ownerTxt = txtOwnerText(writer);
  for (const { recordType, targets } of recordEntries(records)) {
    const found = rrsetOf(observed, recordType);
    if (isAsWanted({ observed: found, targets, ttlSeconds, ownerTxt })) continue;
    throw notAsWritten(of, { found, written: `${recordType} ${targets.join(", ")}` });
  }
  for (const type of dropped) {
    const texts = textsOf(rrsetOf(observed, type)?.records ?? []);
    if (texts.length === 0) continue;
    const text = `${subjectOf(of)}: ${type} was deleted, then ${texts.join(", ")} was read`;
    throw new DnsError("not-written", text);
  }
}

function notAsWritten(
  of: ReadBack,
  { found, written }: { readonly found: ObservedRrset | undefined; readonly written: string },
): DnsError {
  const texts = textsOf(found?.records ?? []);
  const read = texts.length > 0 ? texts.join(", ") : "nothing";
  const said = `${subjectOf(of)}: ${written} was written, then ${read} was read`;
  if (found?.owner.whose === "ours" && texts.length > 0) {
    const hint = "is another program writing it with the same owner id?";
    return new DnsError("changed-meanwhile", `${said}; ${hint}`);
  }
  const beside = of.observed.rrsets
    .filter(({ records }) => records.length > 0)
    .map(({ recordType, records }) => `${recordType} ${textsOf(records).join(", ")}`);
  const hint =
    beside.length === 0
      ? "the name may hold records of another type"
      : `the name holds ${beside.join("; ")}`;
  const text = `${said}: the server accepted the change and ignored it; ${hint}`;
  return new DnsError("not-written", text);
}

function rrsetOf({ rrsets }: Observation, type: RecordType): ObservedRrset | undefined {
  return rrsets.find(({ recordType }) => recordType === type);
}

function subjectOf({ observed, zone }: ReadBack): string {
  return `record sets of "${observed.dnsName}" in zone "${zone}"`;
}
