import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What changes between two plans of this program. */
export interface Planned {
  readonly totalReplicas: number;
  readonly greeting: string;
  readonly entrance: string[];
  /** Of the web's container on us-east. */
  readonly image: string;
}

const config = new pulumi.Config();
const { totalReplicas, greeting, entrance, image } = config.requireObject<Planned>("with");
const labels: Record<string, Record<string, string>> = {
  "us-east": { tier: "prod", region: "us" },
  "eu-west": { tier: "prod", region: "eu" },
  "ap-south": { tier: "dev", region: "ap" },
};
const clusters = Object.keys(labels).map(
  (name) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(name),
      labels: labels[name],
    }),
);
const namespace = new kubefed.FederatedNamespace("plan-test", {
  clusters,
  placement: { clusterSelector: {} },
});

new kubefed.FederatedConfigMap("settings", {
  namespace,
  placement: { clusterSelector: { matchLabels: { tier: "prod" } } },
  template: { data: { greeting: "hello", token: config.requireSecret("password") } },
  overrides: [
    { clusterName: "eu-west", clusterOverrides: [{ path: "/data/greeting", value: greeting }] },
    { clusterName: "us-east", merge: { data: { token: config.requireSecret("password") } } },
  ],
});
new kubefed.FederatedSecret("login", {
  namespace,
  template: { stringData: { password: config.requireSecret("password") } },
});
new kubefed.FederatedDeployment("web", {
  namespace,
  scheduling: new kubefed.ReplicaSchedulingPreference("web", {
    totalReplicas,
    clusters: { "us-east": { weight: 2 }, "*": { weight: 1 } },
  }),
  template: {
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          containers: [
            {
              name: "web",
              image: "nginx:1.29",
              env: [{ name: "PASSWORD", value: config.requireSecret("password") }],
            },
          ],
        },
      },
    },
  },
  overrides: [
    {
      clusterName: "us-east",
      merge: { spec: { template: { spec: { containers: [{ name: "web", image }] } } } },
    },
  ],
});
new kubefed.FederatedService("web", {
  namespace,
  placement: { clusterNames: entrance },
  template: {
    metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
    spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
  },
});
