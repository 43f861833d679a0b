import { DnsError } from "../../../adapters/dns/server/dnsError";
import { readRecordSet, type RecordSetPlace } from "../../../adapters/dns/records/recordSet";
import {
  canonicalTargets,
  type NamedRecords,
  recordEntries,
} from "../../../core/dns/records/endpoint";

/**
 * Checks that the records to import are there, and are what the program says, so that an import never
 * changes what it takes over.
 *
 * @throws DnsError `invalid-records` naming both, and those of the client.
 */
export async function requireEqualRecords(
  place: RecordSetPlace,
  wanted: NamedRecords & { readonly import?: string },
): Promise<void> {
  const { dnsName } = wanted;
  const subject = `import of the records of "${dnsName}"`;
  if (wanted.import !== dnsName) {
    const came = JSON.stringify(wanted.import);
    throw new DnsError("invalid-records", `${subject}: the id is the name itself, came ${came}`);
  }
  const recordTypes = recordEntries(wanted.records).map(({ recordType }) => recordType);
  const found = await readRecordSet({ ...place, dnsName, recordTypes });
  if (found === undefined) throw new DnsError("invalid-records", `${subject}: there are none`);
  const [theirs, ours] = [found, wanted].map(describeRecords);
  if (theirs === ours) return;
  const text = `${subject}: the server has ${theirs}, the program says ${ours}; make them equal first`;
  throw new DnsError("invalid-records", text);
}

function describeRecords({ records, ttlSeconds }: NamedRecords): string {
  const texts = recordEntries(records).map(
    ({ recordType, targets }) =>
      `${recordType} ${canonicalTargets({ recordType, targets }).join(", ")}`,
  );
  return `${texts.join("; ")} with a TTL of ${ttlSeconds} s`;
}
