import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const clusters = ["us-east", "eu-west", "ap-south"].map(
  (name) =>
    new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(`${name}-kubeconfig`) }),
);

const shop = new kubefed.FederatedNamespace("shop", {
  clusters,
  placement: { clusterSelector: {} },
});

const spread = new kubefed.ReplicaSchedulingPreference("web", {
  totalReplicas: 9,
  clusters: { "us-east": { weight: 2 }, "*": { weight: 1, minReplicas: 1 } },
});

const web = new kubefed.FederatedDeployment("web", {
  namespace: shop,
  scheduling: spread,
  template: {
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
      },
    },
  },
});

export const plan = web.plan;
export const ready = web.status.apply(
  ({ ready, desired }) => `${ready} of ${desired} replicas ready`,
);
