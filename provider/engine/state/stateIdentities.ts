import { compareText } from "../../core/plain/text";
import type { ClusterIdentity } from "../../core/membership/identity";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { indexOf } from "./stateIndex";
import { type StackState, stackState } from "./stackState";

/** Which cluster each member of the stack was in its last update, by the member's name. */
export function recordedIdentities(state: StackState): Readonly<Record<string, ClusterIdentity>> {
  return (state.index ?? indexOf(state)).identities();
}

/**
 * The members that the stack's last update found in a list of that source, sorted; without those that were being
 * retired, from which the stack's objects have gone.
 */
export function membersFound(state: StackState, source: string): string[] {
  const found = [...state].flatMap(([urn, outputs]) => {
    const { type, name } = parseUrn(urn);
    // States of before say it of registries alone.
    const from = outputs.source ?? outputs.registry;
    const isMember = ownType(type) === "kubefed:index:KubeFedCluster";
    return isMember && from === source && outputs.retire !== true ? [name] : [];
  });
  return [...new Set(found)].sort(compareText);
}

/** Which cluster a member was in the stack's last update. Rejects where the state cannot be read. */
export async function recordedIdentity(name: string): Promise<ClusterIdentity | undefined> {
  const all = recordedIdentities(await stackState());
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
