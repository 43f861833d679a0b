import { compareText } from "../../core/plain/text";
import type { ClusterIdentity } from "../../core/membership/identity";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { indexOf } from "./stateIndex";
import { type StackState, stackState } from "./stackState";

/** Which cluster each member of the stack was in its last update, by the member's name. */
export function recordedIdentities(state: StackState): Readonly<Record<string, ClusterIdentity>> {
  return (state.index ?? indexOf(state)).identities();
}

/** The members that the stack's last update found in a registry, sorted. */
export function registeredMembers(state: StackState, source: string): string[] {
  const found = [...state].flatMap(([urn, { registry }]) => {
    const { type, name } = parseUrn(urn);
    return ownType(type) === "kubefed:index:KubeFedCluster" && registry === source ? [name] : [];
  });
  return [...new Set(found)].sort(compareText);
}

/** Which cluster a member was in the stack's last update. Rejects where the state cannot be read. */
export async function recordedIdentity(name: string): Promise<ClusterIdentity | undefined> {
  const all = recordedIdentities(await stackState());
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

/** Whether a stack had a member cluster as its own, with a provider, in its last update. */
export function ownMember(state: StackState, name: string): boolean {
  return [...state].some(([urn, outputs]) => {
    const { type, name: own } = parseUrn(urn);
    const isMember = ownType(type) === "kubefed:index:KubeFedCluster" && own === name;
    return isMember && outputs.elsewhere === undefined;
  });
}
