import { parse, stringify } from "yaml";
import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { configMapPath, readLive } from "./live";

/** A kubeconfig, as far as tests write in it. */
export interface KubeconfigDocument {
  clusters: { name: string; cluster: Record<string, unknown> }[];
  users: { name: string; user: Record<string, unknown> }[];
  contexts: { name: string; context: Record<string, unknown> }[];
  "current-context": string;
}

/** The same kubeconfig, written in another way. */
export function rewritten(
  kubeconfig: string,
  change: (document: KubeconfigDocument) => void,
): string {
  const document = parse(kubeconfig) as KubeconfigDocument;
  change(document);
  return stringify(document);
}

/** The fields of a kubeconfig's only cluster entry. */
export function clusterOf({ clusters }: KubeconfigDocument): Record<string, unknown> {
  const entry = clusters[0];
  if (entry === undefined) throw new Error("the kubeconfig has no cluster");
  return entry.cluster;
}

/** The objects of the program `identified` in a namespace, by path, and what is foreign there. */
export function pathsIn(namespace: string): string[] {
  const within = `/api/v1/namespaces/${namespace}`;
  return [
    within,
    configMapPath(namespace, "settings"),
    `${within}/secrets/password`,
    `${within}/persistentvolumeclaims/data`,
    configMapPath(namespace, "foreign"),
  ];
}

/** The uid of each of these objects, undefined where there is none. */
export async function uidsOf(
  cluster: Cluster,
  paths: readonly string[],
): Promise<Readonly<Record<string, string | undefined>>> {
  const found = paths.map(async (path) => {
    const live = await readLive(cluster, path);
    return [path, live?.metadata.uid] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** The uid of a cluster's namespace `kube-system`. */
export async function identityOf(cluster: Cluster): Promise<string> {
  return (await readLive(cluster, "/api/v1/namespaces/kube-system"))?.metadata.uid ?? "";
}

/** Makes an object in a namespace that no program of ours knows. */
export async function makeForeign(cluster: Cluster, namespace: string): Promise<void> {
  const { status } = await callKubeApi(parseKubeconfig(cluster.kubeconfig), {
    method: "POST",
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    body: { metadata: { name: "foreign" }, data: { whose: "somebody else's" } },
  });
  if (status >= 300) throw new Error(`the foreign ConfigMap was answered ${status}`);
}
