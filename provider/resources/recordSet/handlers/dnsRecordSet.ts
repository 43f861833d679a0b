/*
 * What a record set does when the engine asks: checks, compares, writes, reads back, imports. Plain functions, by
 * the name of this module in states.
 */

import { DnsError } from "../../../adapters/dns/server/dnsError";
import {
  createRecordSet,
  deleteRecordSet,
  readRecordSet,
  updateRecordSet,
} from "../../../adapters/dns/records/recordSet";
import { type NamedRecords, recordEntries } from "../../../core/dns/records/endpoint";
import { type Checked, checkInputs } from "./dnsRecordSetCheck";
import { compareInputs, type Difference } from "./dnsRecordSetDiff";
import { requireEqualRecords } from "./dnsRecordSetImport";
import { asMoved, emptyLeft, finishMove, moveOf } from "./dnsRecordSetMove";
import { placeOf, zoneOf } from "./dnsRecordSetPlace";
import type { DnsRecordSetInputs, DnsRecordSetState } from "./dnsRecordSetState";

/**
 * Checks the inputs of a record set without asking a server, and brings them to canonical form, so
 * that another spelling is no difference. What is not known yet is left alone.
 */
export function check(_olds: unknown, news: Readonly<Record<string, unknown>>): Promise<Checked> {
  return Promise.resolve(checkInputs(news));
}

/**
 * Compares what is remembered or was read with what is wanted.
 *
 * | different | then |
 * |---|---|
 * | name, zone, prefix or suffix of the owner records | replaced |
 * | anything else, also the owner that was read, and the owner id | updated |
 */
export function diff(
  _id: string,
  state: DnsRecordSetState,
  news: Readonly<Record<string, unknown>>,
): Promise<Difference> {
  return Promise.resolve(compareInputs(state, news));
}

/**
 * Writes the records of a name if nobody else has any there. A name without records is not in DNS:
 * nothing is written and no server is asked.
 *
 * @throws DnsError
 */
export async function create(
  inputs: DnsRecordSetInputs,
): Promise<{ readonly id: string; readonly outs: DnsRecordSetState }> {
  const adopt = inputs.adopt === true || inputs.import !== undefined;
  const id = inputs.dnsName;
  if (isEmpty(inputs)) return { id, outs: { ...inputs, owners: {} } };
  const place = placeOf(inputs);
  if (inputs.import !== undefined) await requireEqualRecords(place, inputs);
  const { zone } = await createRecordSet({ ...place, wanted: inputs, adopt });
  return { id, outs: ownedBy(inputs, zone) };
}

/**
 * Reads the records of a name for a refresh, whoever owns them. Gone is what had records and has none.
 *
 * @throws DnsError
 */
export async function read(
  id: string,
  state: DnsRecordSetState,
): Promise<{ readonly id?: string; readonly props?: DnsRecordSetState }> {
  if (isEmpty(state)) return { id, props: state };
  const recordTypes = recordEntries(state.records).map(({ recordType }) => recordType);
  const { dnsName } = state;
  const place = placeOf(state);
  const reading = await readRecordSet({ ...place, dnsName, recordTypes, written: state });
  if (reading === undefined) return {};
  const { records, ttlSeconds, zone, owners } = reading;
  return { id, props: { ...state, records, ttlSeconds, zone, owners } };
}

/**
 * Brings the records of a name to what is wanted, in one message; what somebody else has taken over
 * is refused as in create. On other servers they are written first; then those of before are emptied of
 * what is ours, and where that cannot be done it is remembered.
 *
 * @throws DnsError
 */
export async function update(
  _id: string,
  state: DnsRecordSetState,
  inputs: DnsRecordSetInputs,
): Promise<{ readonly outs: DnsRecordSetState }> {
  const move = moveOf(state, inputs);
  const written = await write(state, { inputs, moved: asMoved(inputs, move) });
  const left = await finishMove(inputs, move);
  return { outs: left.length === 0 ? written : { ...written, left } };
}

async function write(
  state: DnsRecordSetState,
  of: { readonly inputs: DnsRecordSetInputs; readonly moved: DnsRecordSetInputs },
): Promise<DnsRecordSetState> {
  const { inputs, moved } = of;
  const { registry, ...rest } = placeOf(moved);
  // What the state knows to be ours stays ours under another id.
  const known = { ...registry, formerOwnerIds: [state.registry.ownerId] };
  const place = { ...rest, registry: known, ...zoneOf({ ...state, ...inputs }) };
  const { adopt = false } = inputs;
  if (isEmpty(inputs)) {
    if (!isEmpty(state)) await deleteRecordSet({ ...place, previous: state });
    return { ...inputs, ...zoneOf(place), owners: {} };
  }
  const { zone } = isEmpty(state)
    ? await createRecordSet({ ...place, wanted: inputs, adopt })
    : await updateRecordSet({ ...place, previous: state, wanted: inputs, adopt });
  return ownedBy(inputs, zone);
}

/**
 * Deletes the records of a name that are ours. What is gone is fine, and so is what another owner has
 * adopted: it is left alone, nothing of ours remains. Records whose ownership was taken away are an
 * error, for nobody would delete them.
 *
 * @throws DnsError
 */
async function remove(_id: string, state: DnsRecordSetState): Promise<void> {
  await emptyLeft(state);
  if (isEmpty(state)) return;
  try {
    await deleteRecordSet({ ...placeOf(state), previous: state });
  } catch (error) {
    if (error instanceof DnsError && error.code === "foreign-owner") return;
    throw error;
  }
}
export { remove as delete };

function isEmpty({ records }: NamedRecords): boolean {
  return recordEntries(records).length === 0;
}

function ownedBy(inputs: DnsRecordSetInputs, zone: string): DnsRecordSetState {
  const types = recordEntries(inputs.records).map(({ recordType }) => recordType);
  const owners = types.map((type): [string, string] => [type, inputs.registry.ownerId]);
  return { ...inputs, zone, owners: Object.fromEntries(owners) };
}
