import {
  type NamedRecords,
  recordEntries,
  type RecordType,
} from "../../../core/dns/records/endpoint";
import type { DnsClient } from "../server/client";
import { DnsError } from "../server/dnsError";
import type { NameServer } from "../server/nameServer";
import { type Observation, observe } from "./observation";
import { checkWritten } from "./readBack";
import { assertion, transition, type Writer } from "./recordSetUpdate";
import type { ZoneUpdate } from "../server/update";
import { decide, type Outcome, type RecordDecision } from "./recordDecision";
import { WireFormatError } from "../wire/wireFormatError";

/** A change to the record sets of one name. */
export interface Settlement {
  readonly client: DnsClient;
  readonly zone: string;
  readonly writer: Writer;
  /** `undefined` to delete. */
  readonly wanted: NamedRecords | undefined;
  /** What we wrote before, as far as we know. */
  readonly previous: NamedRecords | undefined;
  readonly adopt?: boolean;
  readonly onlyIfUnchanged?: boolean;
  /** The update that does it if all is as it should be. */
  readonly first: () => ZoneUpdate;
}

/** What was done. */
export interface Settled {
  readonly outcome: Outcome;
  /** For people: why it was this outcome. */
  readonly because: string;
  readonly zone: string;
}

const maxAttempts = 5;
const maxLostAnswers = 2;

/**
 * Makes a change without ever overwriting what is not ours: first by the update that needs no
 * reading; if its conditions fail or its answer is lost, by reading and, unless all is already as
 * wanted, by an update under the condition that nothing has changed since.
 *
 * - Every write is read back from the server that took it.
 *
 * @throws DnsError
 */
export async function settle(of: Settlement): Promise<Settled> {
  const outcome = usualOutcome(of);
  const { server, lost } = await attempt(of, of.first);
  if (server === undefined) return settleByReading(of, lost);
  await readBack(of, { server, dropped: droppedTypes(of) });
  return { outcome, because: "nothing stood in the way", zone: of.zone };
}

async function settleByReading(of: Settlement, firstLost: DnsError | undefined): Promise<Settled> {
  const { zone } = of;
  let losses = firstLost ? [firstLost] : [];
  for (let round = 1; round < maxAttempts; round++) {
    const lost = losses.at(-1);
    const observed = await look(of, { lost });
    const decision = decide({ ...of, observed });
    if (decision.isDone) return settled(of, { decision, lost });
    // A server that never answers would otherwise cost a deadline each time.
    if (lost !== undefined && losses.length >= maxLostAnswers) throw lost;
    const { dropped, outcome, because } = decision;
    const next = await attempt(of, () => transition({ ...of, observed, dropped }));
    if (next.server !== undefined) {
      await readBack(of, { server: next.server, dropped });
      return { outcome, because, zone };
    }
    losses = [...losses, ...(next.lost ? [next.lost] : [])];
  }
  const text = `record sets of "${nameOf(of)}" in zone "${zone}" changed ${maxAttempts} times while they were being written; is another program writing them?`;
  throw new DnsError("changed-meanwhile", text);
}

function settled(
  of: Settlement,
  { decision, lost }: { readonly decision: RecordDecision; readonly lost: DnsError | undefined },
): Settled {
  const { outcome, because } = decision;
  return lost === undefined
    ? { outcome, because, zone: of.zone }
    : {
        outcome: usualOutcome(of),
        because: "the answer was lost, reading shows that it was done",
        zone: of.zone,
      };
}

function usualOutcome({ wanted, previous }: Settlement): Outcome {
  if (wanted === undefined) return "deleted";
  return previous === undefined ? "created" : "updated";
}

/**
 * Sends an update. No server in the result means that it must be found out how things stand: a
 * condition failed, or the answer was lost.
 */
async function attempt(
  { client, zone }: Settlement,
  update: () => ZoneUpdate,
): Promise<{ readonly server?: NameServer; readonly lost?: DnsError }> {
  try {
    return { server: await client.update(zone, update()) };
  } catch (error) {
    if (error instanceof WireFormatError) {
      throw new DnsError("invalid-records", error.message, { cause: error });
    }
    if (!(error instanceof DnsError)) throw error;
    if (error.mayHaveHappened) return { lost: error };
    if (error.code === "prerequisite-failed") return {};
    throw error;
  }
}

async function look(
  of: Settlement,
  { lost, server }: { readonly lost?: DnsError | undefined; readonly server?: NameServer },
): Promise<Observation> {
  const { client, zone, writer } = of;
  const { registry } = writer;
  const recordTypes = typesOf(of);
  const from = server && { server };
  try {
    return await observe({ client, zone, registry, dnsName: nameOf(of), recordTypes, ...from });
  } catch (error) {
    if (lost === undefined || !(error instanceof DnsError)) throw error;
    const how = error.message === lost.message ? "in the same way" : `too: ${error.message}`;
    const text = `${lost.message}; whether the change was made is not known, reading failed ${how}`;
    throw new DnsError(lost.code, text, { mayHaveHappened: true, cause: error });
  }
}

async function readBack(
  of: Settlement,
  { server, dropped }: { readonly server: NameServer; readonly dropped: readonly RecordType[] },
): Promise<void> {
  const { zone, wanted, writer } = of;
  const dnsName = nameOf(of);
  if (!typesOf(of).includes("LUA")) {
    const observed = await look(of, { server });
    checkWritten({ observed, zone, wanted, dropped, writer });
    return;
  }
  // PowerDNS shows LUA records to nobody who asks for them, but compares them in conditions.
  const holds = await attempt(of, () => assertion({ wanted, dropped, dnsName, writer }));
  if (holds.server !== undefined) return;
  const text = `record sets of "${dnsName}" in zone "${zone}": the server accepted the change and does not have the records`;
  throw holds.lost ?? new DnsError("not-written", text);
}

function droppedTypes({ wanted, previous }: Settlement): RecordType[] {
  const kept = wanted?.records ?? {};
  return recordEntries(previous?.records ?? {})
    .map(({ recordType }) => recordType)
    .filter((type) => kept[type] === undefined);
}

function typesOf({ wanted, previous }: Settlement): RecordType[] {
  return [wanted, previous].flatMap((each) =>
    recordEntries(each?.records ?? {}).map(({ recordType }) => recordType),
  );
}

function nameOf({ wanted, previous }: Settlement): string {
  return wanted?.dnsName ?? previous?.dnsName ?? "";
}
