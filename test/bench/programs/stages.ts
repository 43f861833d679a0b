import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

// As many members as are asked for, which are namespaces of three API servers, and one Deployment for all.
const config = new pulumi.Config();
const servers = ["us-east", "eu-west", "ap-south"];
const clusters = Array.from({ length: config.requireNumber("clusters") }, (_, index) => {
  const server = servers[index % servers.length] ?? "us-east";
  const context = `stages-${String(index + 1).padStart(3, "0")}`;
  const kubeconfig = config.requireSecret(server);
  // The benchmark's own load is not what it measures.
  return new kubefed.KubeFedCluster(context, {
    kubeconfig,
    context,
    health: { timeoutSeconds: 120 },
  });
});

const strategy = config.getObject<kubefed.StagedUpdateSettings>("strategy");
const stagedUpdate =
  strategy === undefined ? undefined : new kubefed.StagedUpdateStrategy("careful", strategy);

new kubefed.FederatedDeployment("web", {
  clusters,
  placement: { clusterSelector: {} },
  ...(stagedUpdate === undefined ? {} : { stagedUpdate }),
  template: {
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: config.require("image") }] },
      },
    },
  },
});
