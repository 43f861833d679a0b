import { DnsClient } from "../../../adapters/dns/server/client";
import type { RecordSetPlace } from "../../../adapters/dns/records/recordSet";
import { tsigKey } from "../../../adapters/dns/wire/tsig";
import type { DnsRecordSetInputs } from "./dnsRecordSetState";

/** Where the records of a name are written, and in whose name. */
export function placeOf(inputs: DnsRecordSetInputs): RecordSetPlace {
  const { servers, tsig, deadlineMs, registry, labels = {} } = inputs;
  const client = new DnsClient({
    servers,
    ...(tsig && { key: tsigKey(tsig) }),
    ...(deadlineMs !== undefined && { deadlineMs }),
  });
  return { client, registry, labels, ...zoneOf(inputs) };
}

/** The zone, where one is known. */
export function zoneOf({ zone }: { readonly zone?: string }): { readonly zone?: string } {
  return zone === undefined ? {} : { zone };
}
