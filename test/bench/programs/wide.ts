import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

// Sixty member clusters, which are three API servers under many names, and forty objects.
const config = new pulumi.Config();
const servers = ["us-east", "eu-west", "ap-south"];
const clusters = Array.from({ length: 60 }, (_, index) => {
  const server = servers[index % servers.length] ?? "us-east";
  const name = `${server}-${String(index + 1).padStart(2, "0")}`;
  const kubeconfig = config.requireSecret(server);
  return new kubefed.KubeFedCluster(name, { kubeconfig, labels: { server } });
});

for (let i = 0; i < 40; i++) {
  new kubefed.FederatedConfigMap(`settings-${String(i).padStart(2, "0")}`, {
    clusters,
    placement: { clusterSelector: {} },
    namespace: "default",
    template: { data: { currency: "USD", logLevel: "info", number: String(i) } },
    overrides: [
      {
        clusterSelector: { matchLabels: { server: "eu-west" } },
        merge: { data: { currency: "EUR" } },
      },
    ],
  });
}
