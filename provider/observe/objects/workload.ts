import type { KubeApi } from "../../adapters/kubernetes/apiClient";
import { askApi } from "../../adapters/kubernetes/kubeStatusError";
import { getObject, listObjects } from "../../adapters/kubernetes/objects";
import { federatedType, federatedTypes } from "../../core/kinds/federatedTypes";
import type { Scale } from "../../core/kinds/scale";
import type { KubeObject } from "../../core/model";
import { field, listField } from "../../core/capacity/field";

/** A workload that every cluster may have under the same name. */
export interface Workload {
  /** Such as `Deployment`. */
  readonly kind: string;
  /** @default that of the built-in kind, such as "apps/v1" */
  readonly apiVersion?: string;
  /** The workload's. */
  readonly namespace: string;
  /** The workload's. */
  readonly name: string;
  /** Where the replica count is. @default that of the kind */
  readonly scale?: Scale;
}

/** The workload in one cluster; undefined where the cluster has none. */
export async function readWorkload(
  api: KubeApi,
  workload: Workload,
): Promise<KubeObject | undefined> {
  return getObject(api, await pathOf(api, workload));
}

/** The pods that the workload's scale says are its own; none where it does not say it. */
export async function podsOf(api: KubeApi, workload: Workload): Promise<readonly KubeObject[]> {
  const scale = await getObject(api, `${await pathOf(api, workload)}/scale`);
  const labelSelector = field(scale, "status", "selector");
  if (typeof labelSelector !== "string" || labelSelector === "") return [];
  return listObjects(api, `/api/v1/namespaces/${workload.namespace}/pods`, { labelSelector });
}

/** Where its replica count is. */
export function replicasPathOf(workload: Workload): string | undefined {
  const apiVersion = workload.apiVersion ?? builtIn(workload.kind)?.apiVersion ?? "";
  return workload.scale?.path ?? federatedType(apiVersion, workload.kind).replicasPath;
}

/** Built-in kinds are known; of others the cluster itself says what their collection is called. */
async function pathOf(api: KubeApi, workload: Workload): Promise<string> {
  const { kind, namespace, name } = workload;
  const known = builtIn(kind);
  const apiVersion = workload.apiVersion ?? known?.apiVersion;
  if (apiVersion === undefined) {
    throw new Error(`a ${kind} is not a built-in workload, so its apiVersion is needed`);
  }
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = known?.apiVersion === apiVersion ? known.plural : await discover(api, root, kind);
  return `${root}/namespaces/${namespace}/${plural}/${name}`;
}

function builtIn(kind: string) {
  return federatedTypes.find((type) => type.kind === kind);
}

async function discover(api: KubeApi, root: string, kind: string): Promise<string> {
  const resources = listField(await askApi(api, { method: "GET", path: root }), "resources");
  const found = resources.find(
    (each) => field(each, "kind") === kind && !String(field(each, "name")).includes("/"),
  );
  if (found === undefined) throw new Error(`${api.server} does not know the kind ${kind}`);
  return String(field(found, "name"));
}
