import type * as pulumi from "@pulumi/pulumi";
import { connectToCluster } from "../adapters/kubernetes/apiClient";
import { parseKubeconfig } from "../adapters/kubernetes/kubeconfig/kubeconfig";
import { knownText } from "../engine/knownText";
import { currentRun } from "../engine/run";
import type { AskableCluster } from "./askClusters";
import type { AskedCluster } from "./objects/objectAnswer";

/** What a cluster is asked with, also one that is given by a provider; undefined where nobody can read it. */
export function accessTo(
  cluster: Pick<AskableCluster, "name" | "memberKubeconfig">,
): pulumi.Output<string | undefined> | undefined {
  return cluster.memberKubeconfig ?? currentRun().ownAccess.get(cluster.name);
}

/**
 * A cluster that could not be asked when all others were, because its kubeconfig was not known yet: waits for
 * it, which may take as long as making the cluster. Undefined where it stays unknown or is malformed.
 */
export async function connectLate(
  cluster: AskableCluster & { readonly name: string },
): Promise<AskedCluster | undefined> {
  const { name, context } = cluster;
  try {
    const kubeconfig = await knownText(accessTo(cluster));
    if (kubeconfig === undefined) return undefined;
    const { namespace } = parseKubeconfig(kubeconfig, context);
    return { name, api: connectToCluster({ kubeconfig, context }), namespace };
  } catch {
    return undefined;
  }
}
