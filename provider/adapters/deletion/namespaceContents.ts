import type { ListedObject } from "../../core/deletion/strangers";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import { mapAt } from "../../core/plain/fields";
import type { KubeApi } from "../kubernetes/apiClient";
import { askApi, KubeStatusError } from "../kubernetes/kubeStatusError";
import { getObject, listPages } from "../kubernetes/objects";

/**
 * Every object of a namespace, of each kind that the cluster serves and lists, one kind at a time.
 *
 * @throws KubeApiError or KubeStatusError where a kind does not answer
 */
export async function* namespaceContents(
  api: KubeApi,
  namespace: string,
): AsyncGenerator<readonly ListedObject[]> {
  for (const base of await groupVersions(api)) {
    const known = await askApi(api, { method: "GET", path: base });
    for (const { resource, kind } of listable(known)) {
      const path = `${base}/namespaces/${encodeURIComponent(namespace)}/${resource}`;
      yield* pagesOf(api, { path, resource, kind });
    }
  }
}

/**
 * Every object of the kind that a CustomResourceDefinition defines.
 *
 * @throws KubeApiError or KubeStatusError where it does not answer
 */
export async function* definedObjects(
  api: KubeApi,
  definition: string,
): AsyncGenerator<readonly ListedObject[]> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${encodeURIComponent(definition)}`;
  const spec = mapAt(await getObject(api, path), "spec");
  const names = mapAt(spec, "names");
  const served = itemsOf(spec, "versions").find((version) => version.served === true);
  const { group } = spec;
  const { plural, kind } = names;
  if (served === undefined || typeof plural !== "string" || typeof kind !== "string") return;
  const collection = `/apis/${String(group)}/${String(served.name)}/${plural}`;
  yield* pagesOf(api, { path: collection, resource: plural, kind });
}

async function* pagesOf(
  api: KubeApi,
  of: { readonly path: string; readonly resource: string; readonly kind: string },
): AsyncGenerator<readonly ListedObject[]> {
  const { path, resource, kind } = of;
  try {
    for await (const page of listPages(api, path))
      yield page.map((object) => ({ resource, kind, object }));
  } catch (error) {
    // Listed in vain: the kind has gone meanwhile, or cannot be listed after all.
    if (!(error instanceof KubeStatusError && [404, 405].includes(error.status))) throw error;
  }
}

async function groupVersions(api: KubeApi): Promise<string[]> {
  const groups = itemsOf(await askApi(api, { method: "GET", path: "/apis" }), "groups");
  const preferred = groups.flatMap(({ preferredVersion }) =>
    isPlainObject(preferredVersion) ? [`/apis/${String(preferredVersion.groupVersion)}`] : [],
  );
  // Shown again elsewhere, or no objects at all.
  const others = preferred.filter(
    (path) => !/\/(events|metrics|custom\.metrics|external\.metrics)\.k8s\.io\//.test(path),
  );
  return ["/api/v1", ...others];
}

function listable(body: unknown): { readonly resource: string; readonly kind: string }[] {
  return itemsOf(body, "resources").flatMap(({ name, kind, namespaced, verbs }) =>
    namespaced === true &&
    typeof name === "string" &&
    typeof kind === "string" &&
    !name.includes("/") &&
    Array.isArray(verbs) &&
    verbs.includes("list")
      ? [{ resource: name, kind }]
      : [],
  );
}

function itemsOf(body: unknown, field: string): KubeObject[] {
  const items = isPlainObject(body) ? body[field] : undefined;
  return Array.isArray(items) ? items.filter(isPlainObject) : [];
}
