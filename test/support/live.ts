import { expect } from "chai";
import { callKubeApi, type Cluster, type KubeRequest, parseKubeconfig } from "../fleet";
import { eventually } from "./eventually";

/** A live Kubernetes object, as far as tests look at it. */
export interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager: string }[];
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly secrets?: readonly { readonly name: string }[];
}

/** Reads an object from a cluster, past Pulumi; undefined where there is none. */
export async function readLive(cluster: Cluster, path: string): Promise<LiveObject | undefined> {
  const { status, body } = await callKubeApi(parseKubeconfig(cluster.kubeconfig), { path });
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`${cluster.name}: GET ${path} answered ${status}`);
  return body as LiveObject;
}

/** Changes an object in a cluster, past Pulumi, as somebody else would. */
export async function changeLive(cluster: Cluster, request: KubeRequest): Promise<LiveObject> {
  const { status, body } = await callKubeApi(parseKubeconfig(cluster.kubeconfig), request);
  if (status >= 300)
    throw new Error(`${cluster.name}: ${request.path} answered ${status}: ${JSON.stringify(body)}`);
  return body as LiveObject;
}

/** Deletes a namespace from a cluster, past Pulumi, and waits until it is gone. */
export async function removeNamespace(cluster: Cluster, name: string): Promise<void> {
  const path = `/api/v1/namespaces/${name}`;
  await callKubeApi(parseKubeconfig(cluster.kubeconfig), { method: "DELETE", path });
  await eventually(async () => {
    expect(await readLive(cluster, path)).to.equal(undefined);
  });
}

/** The path of a ConfigMap. */
export function configMapPath(namespace: string, name: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps/${name}`;
}

/** The path of a Deployment. */
export function deploymentPath(namespace: string, name: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
}
