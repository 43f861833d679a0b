import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

export = async () => {
  const config = new pulumi.Config();
  const fleet = new pulumi.StackReference(config.require("fleet"));
  const clusters = await kubefed.clustersFromStack(fleet, "fleet", { shard: config.get("shard") });

  const careful = new kubefed.StagedUpdateStrategy("careful", {
    stages: [{ name: "canary", clusterSelector: { matchLabels: { canary: "true" } } }],
    initial: "atOnce",
  });
  const everywhere = { clusters, placement: { clusterSelector: {} }, stagedUpdate: careful };

  new kubefed.FederatedSecret("login", {
    ...everywhere,
    template: { stringData: { token: config.requireSecret("token") } },
  });

  const labels = { app: "web" };
  const web = new kubefed.FederatedDeployment("web", {
    ...everywhere,
    scheduling: new kubefed.ReplicaSchedulingPreference("web", {
      totalReplicas: config.getNumber("replicas") ?? 13,
    }),
    template: {
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: "web", image: config.get("image") ?? "nginx:1.29" }] },
        },
      },
    },
  });

  return { plan: web.plan };
};
