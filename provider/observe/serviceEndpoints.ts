import { connectToCluster, type KubeConnection } from "../adapters/kubernetes/apiClient";
import { KubeApiError } from "../adapters/kubernetes/kubeApiError";
import { listObjects } from "../adapters/kubernetes/objects";
import { isPlainObject } from "../core/plain/plainObject";
import { messageOf } from "../core/plain/text";

/** Whether a Service has endpoints that answer. */
export type EndpointsAnswer =
  /** At least one, or none, is ready. */
  | { readonly known: true; readonly ready: boolean }
  /** The cluster gave no answer, or may not be asked. */
  | { readonly known: false; readonly answered: boolean; readonly because: string };

/** Asks a cluster whether some endpoint of a Service is ready. Never throws for what a cluster does. */
export async function observeServiceEndpoints(
  of: KubeConnection & { readonly namespace: string; readonly name: string },
): Promise<EndpointsAnswer> {
  const { namespace, name, ...connection } = of;
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  try {
    const api = connectToCluster(connection);
    const slices = await listObjects(api, path, {
      labelSelector: `kubernetes.io/service-name=${name}`,
    });
    return { known: true, ready: slices.some(hasReadyEndpoint) };
  } catch (error) {
    const because = messageOf(error);
    return { known: false, answered: !(error instanceof KubeApiError), because };
  }
}

/** An endpoint whose readiness is not stated counts as ready, as Kubernetes says. */
function hasReadyEndpoint({ endpoints }: { readonly endpoints?: unknown }): boolean {
  if (!Array.isArray(endpoints)) return false;
  return endpoints.some((endpoint: unknown) => {
    if (!isPlainObject(endpoint)) return false;
    const { conditions } = endpoint;
    return !isPlainObject(conditions) || conditions.ready !== false;
  });
}
