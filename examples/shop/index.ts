import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();
const members = config.requireObject<Record<string, { tier: string; region: string }>>("members");

const clusters = Object.entries(members).map(
  ([name, labels]) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(`${name}-kubeconfig`),
      labels,
      region: labels.region,
    }),
);

const shop = new kubefed.FederatedNamespace("shop", {
  clusters,
  placement: { clusterSelector: {} },
});

const settings = new kubefed.FederatedConfigMap("settings", {
  namespace: shop,
  placement: {
    clusterSelector: {
      matchExpressions: [
        { key: "tier", operator: "In", values: (config.get("tiers") ?? "prod").split(",") },
      ],
    },
  },
  template: { data: { greeting: "hello", currency: "USD" } },
  overrides: [
    { clusterSelector: { matchLabels: { region: "eu" } }, merge: { data: { currency: "EUR" } } },
    {
      clusterName: "eu-west",
      clusterOverrides: [{ path: "/data/greeting", value: config.get("euGreeting") ?? "bonjour" }],
    },
  ],
});

const web = new kubefed.FederatedDeployment("web", {
  namespace: shop,
  scheduling: new kubefed.ReplicaSchedulingPreference("web", {
    totalReplicas: config.getNumber("totalReplicas") ?? 9,
    clusters: { "us-east": { weight: 2 }, "*": { weight: 1 } },
  }),
  template: {
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          containers: [{ name: "web", image: "nginx:1.29", ports: [{ containerPort: 80 }] }],
        },
      },
    },
  },
});

const entrance = new kubefed.FederatedService("web", {
  namespace: shop,
  template: { spec: { type: "LoadBalancer", selector: { app: "web" }, ports: [{ port: 80 }] } },
});

export const plans = [shop.plan, settings.plan, web.plan, entrance.plan];
export const status = web.status;
export const addresses = entrance.status.loadBalancer;
