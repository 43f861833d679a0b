import { createHash } from "node:crypto";
import { type NamedRecords, recordEntries } from "../../../core/dns/records/endpoint";
import { movedLabel, namesMove } from "../../../core/dns/records/serverMove";
import { DnsError } from "../server/dnsError";
import type { NameServer } from "../server/nameServer";
import { observe, type Observation, textsOf } from "./observation";
import type { RecordSetPlace } from "./recordSet";
import { transition } from "./recordSetUpdate";

/** What became of the records on servers that a program no longer names. */
export type Leaving =
  | { readonly kind: "emptied" }
  /** Another address of the servers that are named now: what is there was just written. */
  | { readonly kind: "same servers" }
  /** They stay as they are, and why. */
  | { readonly kind: "left"; readonly because: string };

const attempts = 3;

/** The text by which records that go to these servers are told from those that were there before. */
export function moveToken(servers: readonly NameServer[]): string {
  const places = servers.map(({ host, port }) => [host, port]);
  return createHash("sha256").update(JSON.stringify(places)).digest("hex").slice(0, 12);
}

/** The labels of a writer, with the word of a move among them. */
export function movedLabels(
  labels: Readonly<Record<string, string>> | undefined,
  token: string,
): Readonly<Record<string, string>> {
  return { ...labels, [movedLabel]: token };
}

/**
 * Deletes what is ours of a name on servers that it was moved away from, after it was written elsewhere with
 * `movedLabels`.
 *
 * - Nobody can tell from an address whether it is another server. So owner records that bear the move's
 *   word are left alone, and each deletion has the condition that all is as it was read: where a secondary
 *   that lags behind passes it on to the server of now, that one refuses it.
 *
 * Never rejects with a DnsError: what cannot be reached stays as it is.
 */
export async function leaveServers(
  of: RecordSetPlace & {
    readonly zone: string;
    readonly previous: NamedRecords;
    readonly token: string;
  },
): Promise<Leaving> {
  try {
    return await leave(of);
  } catch (error) {
    if (!(error instanceof DnsError)) throw error;
    return { kind: "left", because: error.message };
  }
}

async function leave(of: Parameters<typeof leaveServers>[0]): Promise<Leaving> {
  const { client, registry, labels = {}, zone, previous, token } = of;
  const { dnsName } = previous;
  const recordTypes = recordEntries(previous.records).map(({ recordType }) => recordType);
  for (let round = 1; round <= attempts; round += 1) {
    const observed = await observe({ client, zone, registry, dnsName, recordTypes });
    if (bearsToken(observed, token)) return { kind: "same servers" };
    const dropped = observed.rrsets
      .filter(({ recordType, owner }) => recordTypes.includes(recordType) && owner.whose === "ours")
      .map(({ recordType }) => recordType);
    if (dropped.length === 0) return { kind: "emptied" };
    const writer = { registry, labels };
    const update = transition({ observed, wanted: undefined, dropped, writer });
    const isDone = await client.update(zone, update).then(
      () => true,
      (error: unknown) => {
        if (error instanceof DnsError && error.code === "prerequisite-failed") return false;
        throw error;
      },
    );
    if (isDone) return { kind: "emptied" };
  }
  return { kind: "left", because: "they are not there as they can be read there" };
}

function bearsToken({ rrsets }: Observation, token: string): boolean {
  return rrsets.some(({ ownerTxt }) => textsOf(ownerTxt).some((text) => namesMove(text, token)));
}
