import type { NamedRecords } from "../../../core/dns/records/endpoint";
import type { DnsClient } from "../server/client";
import { DnsError } from "../server/dnsError";
import { assertion, type Writer } from "./recordSetUpdate";

/**
 * Whether a zone holds records, with their owner text, exactly as we wrote them: an update with
 * conditions and no change. It needs no more than the right to update, and says nothing of TTLs.
 *
 * @throws DnsError
 */
export async function holdsAsWritten(of: {
  readonly client: DnsClient;
  readonly zone: string;
  readonly writer: Writer;
  readonly written: NamedRecords;
}): Promise<boolean> {
  const { client, zone, writer, written } = of;
  const { dnsName } = written;
  try {
    await client.update(zone, assertion({ wanted: written, dropped: [], dnsName, writer }));
    return true;
  } catch (error) {
    if (error instanceof DnsError && error.code === "prerequisite-failed") return false;
    throw error;
  }
}
