import { parseUrn } from "../../core/kinds/urn";
import type { StackState } from "./stackState";

/**
 * The scoped kubeconfig that the stack's last update gave a joined cluster, by the cluster's name;
 * undefined where it was not joined, or where several clusters of that name were.
 */
export function joinedKubeconfig(state: StackState, clusterName: string): string | undefined {
  const found = [...state].flatMap(([urn, { kubeconfig }]) => {
    const { type, name } = parseUrn(urn);
    const isMembership = /kubefed:index:KubeFedCluster\$[^$]*\bClusterMembership$/.test(type);
    return isMembership && name === clusterName && typeof kubeconfig === "string"
      ? [kubeconfig]
      : [];
  });
  return found.length === 1 ? found[0] : undefined;
}
