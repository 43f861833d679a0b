import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface ObservedProgram {
  /** Whether the clusters are asked before replicas are divided. */
  observe: boolean;
  moveBack?: "always";
  /** The Deployment that somebody else made. @default "theirs" */
  target?: string;
  /** @default 9 */
  targetReplicas?: number;
}

const config = new pulumi.Config();
const {
  observe,
  moveBack,
  target = "theirs",
  targetReplicas = 9,
} = config.requireObject<ObservedProgram>("with");
const weights = { "us-east": { weight: 5 }, "*": { weight: 2 } };

const clusters = ["us-east", "eu-west", "ap-south"].map(
  (name) => new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name) }),
);

async function main(): Promise<Record<string, unknown>> {
  const workload = { kind: "Deployment", namespace: "busy", name: "web" };
  const observed = observe
    ? await kubefed.observeReplicas({ ...workload, clusters, unschedulableAfterSeconds: 1 })
    : undefined;
  const previous = await kubefed.previousReplicas({ name: "web", clusters });
  const room = observe ? await kubefed.observeCapacity({ clusters, workload }) : undefined;
  const busy = new kubefed.FederatedNamespace("busy", {
    clusters,
    placement: { clusterSelector: {} },
  });
  const pod = {
    metadata: { labels: { app: "web" } },
    spec: {
      containers: [{ name: "web", image: "nginx:1.29", resources: { requests: { cpu: "1" } } }],
    },
  };
  const web = new kubefed.FederatedDeployment("web", {
    namespace: busy,
    scheduling: new kubefed.ReplicaSchedulingPreference("web", {
      totalReplicas: 9,
      clusters: weights,
      algorithm: "webster",
      rebalance: true,
      ...(moveBack === undefined ? {} : { moveBack }),
      ...(observed === undefined ? {} : { observed }),
    }),
    template: {
      // The update must end although some pods find no node.
      metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
      spec: { selector: { matchLabels: { app: "web" } }, template: pod },
    },
  });
  const theirs = new kubefed.ReplicaSchedulingPreference("theirs", {
    target: { kind: "Deployment", namespace: "default", name: target, clusters },
    clusters: weights,
    totalReplicas: targetReplicas,
    algorithm: "webster",
  });
  return { observed, room, previous, plan: web.plan, theirs: theirs.plan };
}

/** What was read, and the plans that follow from it. */
export const found = main();
