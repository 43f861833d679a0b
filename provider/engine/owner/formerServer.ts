import { describeAccess } from "../../adapters/kubernetes/kubeconfig/access";
import { parseUrn } from "../../core/kinds/urn";
import type { StackState } from "../state/stackState";

/** The API server of a member cluster as the stack's last update had it; undefined where the state does not say. */
export function formerServer(state: StackState, cluster: string): string | undefined {
  for (const [urn, { kubeconfig, context }] of state) {
    const { type, name } = parseUrn(urn);
    if (name !== cluster || !type.endsWith("KubeFedCluster$pulumi:providers:kubernetes")) continue;
    if (typeof kubeconfig !== "string") continue;
    try {
      return describeAccess(kubeconfig, typeof context === "string" ? context : undefined)
        .apiEndpoint;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
