import type { Staged } from "../drills/programs/staged";
import { callKubeApi, type Cluster, parseKubeconfig } from "../fleet";
import { clusterOf, rewritten } from "./identityBed";
import { sharedFleet } from "./sharedFleet";
import { createStack, type EngineRun, type TestStack } from "./stack";

/** Members that are namespaces of one API server, and a stack that stages updates over them. */
export interface StagedBed extends TestStack {
  /** Changes what the program declares. */
  change(given: Partial<Staged>): Promise<void>;
  /** By member: the image, its replicas and the ConfigMaps, as they are live. */
  live(): Promise<Record<string, Live>>;
  /** Lets the API server refuse every Deployment in a member's namespace with an image that begins so. */
  refuse(member: string, image: string): Promise<void>;
  /** Lets a member's kubeconfig lead nowhere, or to its place again. */
  reach(member: string, isThere: boolean): Promise<void>;
  end(): Promise<void>;
}

/** What a member has. */
export interface Live {
  readonly image: string | undefined;
  readonly replicas: number | undefined;
  readonly maps: readonly string[];
  /** How often the Deployment's spec was changed. */
  readonly generation: number | undefined;
}

/** Makes namespaces for members, whose names begin with the bed's own. */
export async function stagedBed(names: readonly string[], given: Staged): Promise<StagedBed> {
  const fleet = await sharedFleet();
  const cluster = fleet.clusters["us-east"];
  if (cluster === undefined) throw new Error("the shared fleet has no us-east");
  const made = names.map((name) => `/api/v1/namespaces/${name}`);
  for (const name of names)
    await call(cluster, "POST", "/api/v1/namespaces", { metadata: { name } });
  const kubeconfigOf = (name: string, isThere = true) =>
    rewritten(cluster.kubeconfig, (document) => {
      for (const { context } of document.contexts) context.namespace = name;
      if (!isThere) clusterOf(document).server = "https://127.0.0.1:1";
    });
  const secrets = Object.fromEntries(names.map((name) => [name, kubeconfigOf(name)]));
  const stack = await createStack({
    program: "staged",
    secrets: { ...secrets, hidden: "first-word" },
  });
  let current = given;
  await stack.configure(current);
  return {
    ...stack,
    change: (changes) => {
      const { approve: _, whole: __, ...kept } = current;
      current = { ...kept, ...changes };
      return stack.configure(current);
    },
    live: async () =>
      Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await liveIn(cluster, name)] as const)),
      ),
    refuse: async (member, image) => {
      for (const [path, policy] of imagePolicies(member, image)) {
        await call(cluster, "POST", `${admission}/${path}`, policy);
        made.push(`${admission}/${path}/${policy.metadata.name}`);
      }
    },
    reach: (member, isThere) => stack.setSecret(member, kubeconfigOf(member, isThere)),
    end: async () => {
      await stack.destroy();
      stack.remove();
      for (const path of made) await call(cluster, "DELETE", path);
    },
  };
}

/** The approval that a run says a stage waits for. */
export function approvalIn({ output }: EngineRun, stage: string): string {
  return new RegExp(`${stage}@[0-9a-f]{8}`).exec(output)?.[0] ?? "";
}

export const admission = "/apis/admissionregistration.k8s.io/v1";

/** A policy of an API server that refuses images which begin so in a namespace, and where it holds. */
export function imagePolicies(namespace: string, image: string) {
  const metadata = { name: `${namespace}-images` };
  const resourceRules = [
    {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      operations: ["CREATE", "UPDATE"],
      resources: ["deployments"],
    },
  ];
  const expression = `object.spec.template.spec.containers.all(c, !c.image.startsWith("${image}"))`;
  const matchLabels = { "kubernetes.io/metadata.name": namespace };
  return [
    [
      "validatingadmissionpolicies",
      {
        metadata,
        spec: {
          matchConstraints: { resourceRules },
          validations: [{ expression, message: "such an image is not for this cluster" }],
        },
      },
    ],
    [
      "validatingadmissionpolicybindings",
      {
        metadata,
        spec: {
          policyName: metadata.name,
          validationActions: ["Deny"],
          matchResources: { namespaceSelector: { matchLabels } },
        },
      },
    ],
  ] as const;
}

async function liveIn(cluster: Cluster, namespace: string): Promise<Live> {
  const web = await call(cluster, "GET", `/apis/apps/v1/namespaces/${namespace}/deployments/web`);
  const { spec, metadata } = web as {
    spec?: { replicas: number; template: { spec: { containers: { image: string }[] } } };
    metadata?: { generation?: number };
  };
  const list = await call(cluster, "GET", `/api/v1/namespaces/${namespace}/configmaps`);
  const { items } = list as { items: { metadata: { name: string }; data?: { value?: string } }[] };
  return {
    image: spec?.template.spec.containers[0]?.image,
    replicas: spec?.replicas,
    maps: items
      .filter(({ metadata: { name } }) => name !== "kube-root-ca.crt")
      .map(({ metadata: { name }, data }) => `${name}=${data?.value ?? ""}`),
    generation: metadata?.generation,
  };
}

/** Asks a cluster as its administrator; throws for what is refused, but for what is not there. */
export async function call(
  cluster: Cluster,
  method: "DELETE" | "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await callKubeApi(parseKubeconfig(cluster.kubeconfig), { method, path, body });
  if (answer.status >= 300 && answer.status !== 404)
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
