import type { KubeApi } from "../../../adapters/kubernetes/apiClient";
import { KubeApiError } from "../../../adapters/kubernetes/kubeApiError";
import { namespaceContents } from "../../../adapters/deletion/namespaceContents";
import { strangersAmong } from "../../../core/deletion/strangers";

/**
 * Whether a namespace holds anything that was put there on purpose. Asks every kind of namespaced
 * objects that the cluster knows; what is refused counts as something.
 *
 * @throws KubeApiError where there is no answer
 */
export async function isUsedByOthers(api: KubeApi, namespace: string): Promise<boolean> {
  try {
    for await (const objects of namespaceContents(api, namespace)) {
      if (strangersAmong(objects, { uids: new Set(), ownerId: undefined }).length > 0) return true;
    }
    return false;
  } catch (error) {
    if (error instanceof KubeApiError) throw error;
    return true;
  }
}
