import { leaveServers, movedLabels, moveToken } from "../../../adapters/dns/records/recordSetMove";
import { recordEntries } from "../../../core/dns/records/endpoint";
import { encodeTxtOwner, maxTxtOwnerOctets } from "../../../core/dns/records/txtOwner";
import { leftServers } from "../../../core/dns/records/serverMove";
import { placeOf } from "./dnsRecordSetPlace";
import type { DnsRecordSetInputs, DnsRecordSetState, LeftRecords } from "./dnsRecordSetState";

/** A record set that leaves servers: those of now, and those that could not be emptied before. */
export interface Move {
  readonly token: string;
  readonly leaves: readonly LeftRecords[];
}

/**
 * What an update moves away from; undefined where it stays where it is. Servers of another zone or prefix
 * are another record set, whose end is the engine's.
 */
export function moveOf(state: DnsRecordSetState, inputs: DnsRecordSetInputs): Move | undefined {
  const isMoved =
    leftServers(state.servers, inputs.servers).length > 0 &&
    recordEntries(state.records).length > 0;
  const { owners, left = [], adopt, import: imported, ...written } = state;
  const now = JSON.stringify(inputs.servers);
  const earlier = left.filter(({ servers }) => JSON.stringify(servers) !== now);
  const leaves = [...earlier, ...(isMoved ? [{ ...written, because: "" }] : [])];
  return leaves.length === 0 ? undefined : { token: moveToken(inputs.servers), leaves };
}

/** The inputs with the word of a move in their owner texts, where that is not too long. */
export function asMoved(inputs: DnsRecordSetInputs, move: Move | undefined): DnsRecordSetInputs {
  if (move === undefined) return inputs;
  const labels = movedLabels(inputs.labels, move.token);
  return isTooLong(inputs, labels) ? inputs : { ...inputs, labels };
}

/** Empties the servers that were left, once all is written elsewhere; what could not be emptied. */
export async function finishMove(
  inputs: DnsRecordSetInputs,
  move: Move | undefined,
): Promise<readonly LeftRecords[]> {
  if (move === undefined) return [];
  const { token } = move;
  const isWordless = isTooLong(inputs, movedLabels(inputs.labels, token));
  const isWritten = recordEntries(inputs.records).length > 0;
  const left = move.leaves.map(async (each): Promise<LeftRecords[]> => {
    if (isWordless && isWritten) return [{ ...each, because: "its owner text is too long" }];
    const because = await emptied(each, token);
    return because === undefined ? [] : [{ ...each, because }];
  });
  return (await Promise.all(left)).flat();
}

/** Tries once more to empty what was left, when the record set goes; nothing comes of it where that fails. */
export async function emptyLeft({ left = [], servers }: DnsRecordSetState): Promise<void> {
  await Promise.all(left.map((each) => emptied(each, moveToken(servers))));
}

/** Why records stay on servers that were left; undefined where they do not. */
async function emptied(left: LeftRecords, token: string): Promise<string | undefined> {
  const { zone } = left;
  if (zone === undefined) return "its zone is not known";
  const done = await leaveServers({ ...placeOf(left), zone, previous: left, token });
  return done.kind === "left" ? done.because : undefined;
}

function isTooLong({ registry }: DnsRecordSetInputs, labels: Readonly<Record<string, string>>) {
  return encodeTxtOwner({ ownerId: registry.ownerId, labels }).length > maxTxtOwnerOctets;
}
