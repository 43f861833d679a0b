import type { KubeApi } from "../../../adapters/kubernetes/apiClient";
import { KubeApiError, type KubeApiErrorCode } from "../../../adapters/kubernetes/kubeApiError";
import { getObject } from "../../../adapters/kubernetes/objects";
import { metadataOf } from "./joinMarks";

/**
 * The uid of a cluster's namespace `kube-system`, which tells it from every other one; empty where what
 * answers has none.
 */
export async function clusterUidOf(api: KubeApi): Promise<string> {
  const system = await getObject(api, "/api/v1/namespaces/kube-system");
  return system === undefined ? "" : metadataOf(system).uid;
}

/** Why another cluster than the one that was joined is not touched. */
export function otherClusterMessage(found: {
  readonly server: string;
  readonly expected: string;
  readonly clusterUid: string;
}): string {
  const { server, expected, clusterUid } = found;
  const live = clusterUid === "" ? "something that is no cluster" : `the cluster ${clusterUid}`;
  return `the cluster at ${server} is not the one that was joined: it was ${expected}, and what answers is ${live}; give the member the kubeconfig of its own cluster, or, if it was built anew, accept that by identity`;
}

/** What an absent cluster looks like. All else is about the way to it, and says nothing about the cluster. */
const away: readonly KubeApiErrorCode[] = ["dns", "refused", "reset", "timeout", "unreachable"];

/** Whether an error says that the cluster cannot be reached, and not that the way to it is wrong. */
export function isAway(error: unknown): boolean {
  return error instanceof KubeApiError && away.includes(error.code);
}
