import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

// Forty definitions for two clusters; everywhere.py is the same in Python, everywhereFlat.py without federation.
const config = new pulumi.Config();
const clusters = ["us-east", "eu-west"].map(
  (name) => new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name) }),
);

for (let i = 0; i < 40; i++)
  new kubefed.FederatedConfigMap(`settings-${String(i).padStart(2, "0")}`, {
    clusters,
    placement: { clusterSelector: {} },
    namespace: "default",
    template: {
      metadata: { labels: { app: "shop" } },
      data: {
        currency: "USD",
        number: String(i),
        "shop.properties": "cache.size=200\ncache.ttl=60\nretries=3\n",
      },
    },
    overrides: [
      { clusterName: "eu-west", clusterOverrides: [{ path: "/data/currency", value: "EUR" }] },
    ],
  });
