import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

// The resources of flat.ts, one definition for all clusters.
const config = new pulumi.Config();
const clusters = ["us-east", "eu-west", "ap-south"].map(
  (name) => new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name) }),
);

const objects = config.getNumber("objects") ?? 50;
for (let i = 0; i < objects; i++) {
  new kubefed.FederatedConfigMap(`settings-${String(i).padStart(2, "0")}`, {
    clusters,
    placement: { clusterSelector: {} },
    namespace: "default",
    template: {
      metadata: { labels: { app: "shop" } },
      data: {
        currency: "USD",
        logLevel: "info",
        number: i === 0 ? (config.get("first") ?? "0") : String(i),
        "shop.properties": "cache.size=200\ncache.ttl=60\nretries=3\n",
      },
    },
    overrides: [
      { clusterName: "eu-west", clusterOverrides: [{ path: "/data/currency", value: "EUR" }] },
      { clusterName: "ap-south", merge: { data: { logLevel: "debug" } } },
    ],
  });
}
