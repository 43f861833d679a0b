import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const clusters = ["us-east", "eu-west"].map(
  (name) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(`${name}-kubeconfig`),
      unreachable: "keep",
    }),
);
const host = new kubefed.KubeFedCluster("ap-south", {
  kubeconfig: config.requireSecret("ap-south-kubeconfig"),
});

const shop = new kubefed.FederatedNamespace("shop", {
  clusters,
  placement: { clusterSelector: {} },
});

const labels = { app: "web" };
const pod = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.29" }] } };

const web = new kubefed.FederatedDeployment("web", {
  namespace: shop,
  scheduling: new kubefed.ReplicaSchedulingPreference("web", {
    totalReplicas: 9,
    clusters: { "us-east": { weight: 2 }, "*": { weight: 1 } },
  }),
  template: { spec: { selector: { matchLabels: labels }, template: pod } },
});

const service = new kubefed.FederatedService(
  "web",
  {
    namespace: shop,
    template: { spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] } },
  },
  { dependsOn: web },
);

const ingress = new kubefed.MultiClusterIngress("shop", {
  service,
  host: "shop.example.com",
  weightsFrom: web,
  healthCheck: { path: "/healthz" },
  hostCluster: host,
});

export const plan = ingress.plan;
export const address = ingress.address;
