import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const clusters = ["us-east", "eu-west"].map(
  (name) =>
    new kubefed.KubeFedCluster(name, {
      // The administrator's; used to join and to unjoin, and for nothing else.
      kubeconfig: config.requireSecret(`${name}-kubeconfig`),
      join: {
        hostClusterName: "host",
        scope: "Namespaced",
        namespace: "joined-shop",
        rules: kubefed.rulesForKinds(["Deployment"]),
        rotate: config.get("rotate"),
      },
    }),
);

const web = new kubefed.FederatedDeployment("web", {
  clusters,
  namespace: "joined-shop",
  placement: { clusterSelector: {} },
  template: {
    spec: {
      replicas: config.getNumber("replicas") ?? 1,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
      },
    },
  },
});

export const plan = web.plan;
export const fleet = kubefed.exportClusters(clusters);
