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
    const isThere = sourceOf(urn, outputs) === source && outputs.retire !== true;
    return isThere ? [parseUrn(urn).name] : [];
  });
  return [...new Set(found)].sort(compareText);
}

/** The list by which the stack's last update found a member; undefined for what is none, or came by no list. */
export function recordedSource(state: StackState, member: string): string | undefined {
  const sources = [...state].map(([urn, outputs]) =>
    parseUrn(urn).name === member ? sourceOf(urn, outputs) : undefined,
  );
  return sources.find((source) => source !== undefined);
}

/** States of before say it of registries alone. */
function sourceOf(
  urn: string,
  { source, registry }: Readonly<Record<string, unknown>>,
): string | undefined {
  if (ownType(parseUrn(urn).type) !== "kubefed:index:KubeFedCluster") return undefined;
  const from = source ?? registry;
  return typeof from === "string" ? from : undefined;
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
