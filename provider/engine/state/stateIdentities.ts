import { compareText } from "../../core/plain/text";
import type { ClusterIdentity } from "../../core/membership/identity";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { type StackState, stackState } from "./stackState";

/** Which cluster each member of the stack was in its last update, by the member's name. */
export function recordedIdentities(state: StackState): Readonly<Record<string, ClusterIdentity>> {
  const members = [...state].flatMap(([urn, { identity }]) => {
    const { type, name } = parseUrn(urn);
    const isMember = ownType(type) === "kubefed:index:KubeFedCluster";
    return isMember && typeof identity === "string" ? [[name, identity] as const] : [];
  });
  return Object.fromEntries([...joinedIdentities(state), ...members]);
}

/** The members that the stack's last update found in a registry, sorted. */
export function registeredMembers(state: StackState, source: string): string[] {
  const found = [...state].flatMap(([urn, { registry }]) => {
    const { type, name } = parseUrn(urn);
    return ownType(type) === "kubefed:index:KubeFedCluster" && registry === source ? [name] : [];
  });
  return [...new Set(found)].sort(compareText);
}

/** What joining knew of it, before members themselves did. */
function joinedIdentities(state: StackState): (readonly [string, ClusterIdentity])[] {
  return [...state].flatMap(([urn, { clusterName, clusterUid }]) => {
    const isMembership = /\bClusterMembership$/.test(ownType(parseUrn(urn).type));
    const isKnown = typeof clusterName === "string" && typeof clusterUid === "string";
    return isMembership && isKnown && clusterUid !== "" ? [[clusterName, clusterUid] as const] : [];
  });
}

/** Which cluster a member was in the stack's last update. Rejects where the state cannot be read. */
export async function recordedIdentity(name: string): Promise<ClusterIdentity | undefined> {
  const all = recordedIdentities(await stackState());
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
