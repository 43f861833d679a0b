import { isPlainObject } from "../../../core/plain/plainObject";
import type { KubeObject } from "../../../core/model";
import type { KubeApi } from "../../../adapters/kubernetes/apiClient";
import { KubeStatusError } from "../../../adapters/kubernetes/kubeStatusError";
import { listPages } from "../../../adapters/kubernetes/objects";
import { metadataOf } from "./ownership";

/** What Kubernetes and its distributions put into every namespace by themselves. */
const automatic = [
  /^serviceaccounts\/(default|builder|deployer)$/,
  /^configmaps\/(kube-root-ca\.crt|openshift-service-ca\.crt|istio-ca-root-cert)$/,
  /^secrets\/(default|builder|deployer)-(token|dockercfg)-/,
  /^(events|endpoints|endpointslices|pods\.metrics)\//,
  /^rolebindings\/system:(deployers|image-builders|image-pullers)$/,
];

/**
 * Whether a namespace holds anything that was put there on purpose. Asks every kind of namespaced
 * objects that the cluster knows; what does not answer counts as something.
 */
export async function isUsedByOthers(api: KubeApi, namespace: string): Promise<boolean> {
  for (const base of await groupVersions(api)) {
    const known = await api.request({ method: "GET", path: base });
    if (known.status !== 200) return true;
    for (const resource of listable(known.body)) {
      const path = `${base}/namespaces/${namespace}/${resource}`;
      if (await holdsAny(api, path, (item) => !isAutomatic(resource, item))) return true;
    }
  }
  return false;
}

/** Whether a list holds an object of a sort, on whatever page; one that is not given counts as holding it. */
async function holdsAny(
  api: KubeApi,
  path: string,
  isSought: (item: KubeObject) => boolean,
): Promise<boolean> {
  try {
    for await (const page of listPages(api, path)) if (page.some(isSought)) return true;
    return false;
  } catch (error) {
    // Listed in vain: the kind has gone meanwhile, or cannot be listed after all.
    if (error instanceof KubeStatusError && [404, 405].includes(error.status)) return false;
    if (error instanceof KubeStatusError) return true;
    throw error;
  }
}

async function groupVersions(api: KubeApi): Promise<string[]> {
  const { body } = await api.request({ method: "GET", path: "/apis" });
  const preferred = itemsOf(body, "groups").flatMap(({ preferredVersion }) =>
    isPlainObject(preferredVersion) ? [`/apis/${String(preferredVersion["groupVersion"])}`] : [],
  );
  // Shown again elsewhere, or no objects at all.
  const others = preferred.filter(
    (path) => !/\/(events|metrics|custom\.metrics)\.k8s\.io\//.test(path),
  );
  return ["/api/v1", ...others];
}

function listable(body: unknown): string[] {
  return itemsOf(body, "resources").flatMap(({ name, namespaced, verbs }) =>
    namespaced === true &&
    typeof name === "string" &&
    !name.includes("/") &&
    Array.isArray(verbs) &&
    verbs.includes("list")
      ? [name]
      : [],
  );
}

function itemsOf(body: unknown, field: string): KubeObject[] {
  const items = isPlainObject(body) ? body[field] : undefined;
  return Array.isArray(items) ? items.filter(isPlainObject) : [];
}

function isAutomatic(resource: string, item: KubeObject): boolean {
  const { name, isBeingDeleted } = metadataOf(item);
  return isBeingDeleted || automatic.some((pattern) => pattern.test(`${resource}/${name}`));
}
