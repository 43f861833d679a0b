import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

// One program for the stack of a fleet, for the stack that has all of it, and for the stacks of its shards.
export = async () => {
  const config = new pulumi.Config();
  const stack = pulumi.getStack();
  const servers = ["us-east", "eu-west", "ap-south"];
  if (stack === "dev") {
    const clusters = Array.from({ length: config.requireNumber("clusters") }, (_, index) => {
      const context = `stages-${String(index + 1).padStart(3, "0")}`;
      const kubeconfig = config.requireSecret(servers[index % servers.length] ?? "us-east");
      // The benchmark's own load is not what it measures.
      return new kubefed.KubeFedCluster(context, {
        kubeconfig,
        context,
        health: { timeoutSeconds: 120 },
      });
    });
    return { fleet: kubefed.exportClusters(clusters, { shards: { maxClusters: 25 } }) };
  }
  const clusters = await kubefed.clustersFromStack(
    new pulumi.StackReference("organization/bench/dev"),
    "fleet",
    stack === "one" ? {} : { shard: stack },
  );
  new kubefed.FederatedConfigMap("settings", {
    clusters,
    placement: { clusterSelector: {} },
    overrides: [{ clusterName: "stages-002", merge: { data: { currency: "EUR" } } }],
    template: { metadata: { labels: { app: "shop" } }, data: { currency: "USD", level: "info" } },
  });
  return {};
};
