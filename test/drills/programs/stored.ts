import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

// What `test/drills/storedState.json` is the state of, as the first edition wrote it.
const config = new pulumi.Config();
const clusters = ["us-east", "eu-west"].map(
  (name) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(name),
      labels: { region: name.slice(0, 2) },
    }),
);
const namespace = new kubefed.FederatedNamespace("stored", {
  clusters,
  placement: { clusterSelector: {} },
});
new kubefed.FederatedConfigMap("settings", {
  namespace,
  template: { data: { greeting: "hello" } },
  overrides: [
    { clusterName: "eu-west", clusterOverrides: [{ path: "/data/greeting", value: "moin" }] },
  ],
});
const labels = { app: "web" };
new kubefed.FederatedDeployment("web", {
  namespace,
  scheduling: new kubefed.ReplicaSchedulingPreference("web", {
    totalReplicas: 3,
    clusters: { "us-east": { weight: 2 }, "*": { weight: 1 } },
  }),
  template: {
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "web", image: "web:1" }] } },
    },
  },
});
new kubefed.FederatedService("web", {
  namespace,
  template: {
    metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
    spec: { type: "NodePort", selector: labels, ports: [{ name: "http", port: 80 }] },
  },
});
