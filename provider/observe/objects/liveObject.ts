import { connectToCluster, type KubeApi } from "../../adapters/kubernetes/apiClient";
import { parseKubeconfig } from "../../adapters/kubernetes/kubeconfig/kubeconfig";
import { getObject } from "../../adapters/kubernetes/objects";
import { liveObjects } from "../../adapters/kubernetes/liveObjects";
import { isPlainObject } from "../../core/plain/plainObject";
import { federatedTypes } from "../../core/kinds/federatedTypes";
import { type ObjectKey, objectPath } from "../../core/kinds/objectPath";
import type { KubeObject } from "../../core/model";
import { knownText } from "../../engine/knownText";
import type { AskableCluster } from "../askClusters";
import { reached } from "./memberObject";
import type { Probe } from "../../engine/run";

/**
 * An object as its cluster has it now; undefined where there is none, and where the cluster does not say. One
 * whose kubeconfig was not known when the clusters were probed is asked as soon as it is.
 */
export async function readLiveObject(request: {
  readonly cluster: AskableCluster;
  readonly probe: Probe;
  readonly key: ObjectKey;
}): Promise<KubeObject | undefined> {
  const { cluster, probe, key } = request;
  const way = reached(probe) ?? (probe.kind === "not-asked" ? await connect(cluster) : undefined);
  if (way === undefined) return undefined;
  const placed = { ...key, namespace: key.namespace ?? way.namespace };
  const read = () => way.api.inTurn(() => readObject(way.api, placed));
  const object: unknown = await read().catch(() => read().catch(() => undefined));
  return isPlainObject(object) ? object : undefined;
}

/** Of other kinds only the cluster knows how they are called in paths. */
function readObject(api: KubeApi, key: ObjectKey): Promise<unknown> {
  const { apiVersion, kind, name, namespace } = key;
  const isTyped = federatedTypes.some(
    (type) => type.apiVersion === apiVersion && type.kind === kind,
  );
  if (isTyped) return getObject(api, objectPath(key));
  return liveObjects(api).read({ apiVersion, kind, metadata: { name, namespace } });
}

interface Way {
  readonly api: KubeApi;
  readonly namespace?: string | undefined;
}

async function connect({ memberKubeconfig, context }: AskableCluster): Promise<Way | undefined> {
  try {
    const kubeconfig = await knownText(memberKubeconfig);
    if (kubeconfig === undefined) return undefined;
    const { namespace } = parseKubeconfig(kubeconfig, context);
    return { api: connectToCluster({ kubeconfig, context }), namespace };
  } catch {
    return undefined;
  }
}
