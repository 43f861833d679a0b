import { ownType, parseUrn } from "../../core/kinds/urn";
import type { StackState } from "../state/stateIndex";

/** Whether a stack had a member cluster as its own, with a provider, in its last update. */
export function ownMember(state: StackState, name: string): boolean {
  return [...state].some(([urn, outputs]) => {
    const { type, name: own } = parseUrn(urn);
    const isMember = ownType(type) === "kubefed:index:KubeFedCluster" && own === name;
    return isMember && outputs.elsewhere === undefined;
  });
}
