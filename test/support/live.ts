import { callKubeApi, type Cluster, type KubeRequest, parseKubeconfig } from "../fleet";

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

/** The path of a ConfigMap. */
export function configMapPath(namespace: string, name: string): string {
  return `/api/v1/namespaces/${namespace}/configmaps/${name}`;
}

/** The path of a Deployment. */
export function deploymentPath(namespace: string, name: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
}
