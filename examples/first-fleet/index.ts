import * as kubefed from "pulumi-kubefed";

// The member clusters. Credentials stay in your kubeconfig.
const clusters = kubefed.clustersFromKubeconfig({
  path: "~/.kube/config",
  contexts: ["eu-west", "us-east"],
});

// On every member cluster. With `{ clusterNames: [...] }` only where you say; labels of clusters
// (`args: () => ({ labels: { region: "eu" } })` above) can be selected too.
const namespace = new kubefed.FederatedNamespace("hello-fleet", {
  clusters,
  placement: { clusterSelector: {} },
});

// The same everywhere, but for one value on one cluster.
new kubefed.FederatedConfigMap("settings", {
  namespace,
  template: { data: { greeting: "hello from everywhere" } },
  overrides: [
    {
      clusterName: "eu-west",
      clusterOverrides: [{ path: "/data/greeting", value: "hello from eu-west" }],
    },
  ],
});

// So many replicas in all, divided by weight: eu-west gets twice what another one gets.
const spread = new kubefed.ReplicaSchedulingPreference("web", {
  totalReplicas: 3,
  clusters: { "eu-west": { weight: 2 }, "*": { weight: 1 } },
});

new kubefed.FederatedDeployment("web", {
  namespace,
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
