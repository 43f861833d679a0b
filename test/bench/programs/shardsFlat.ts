import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

// What a team writes without federation: a loop over its clusters, the differences in its own hands.
const config = new pulumi.Config();
const servers = ["us-east", "eu-west", "ap-south"];
for (let index = 0; index < config.requireNumber("clusters"); index++) {
  const name = `stages-${String(index + 1).padStart(3, "0")}`;
  const provider = new k8s.Provider(name, {
    kubeconfig: config.requireSecret(servers[index % servers.length] ?? "us-east"),
    context: name,
    enableConfigMapMutable: true,
    enableServerSideApply: true,
  });
  new k8s.core.v1.ConfigMap(
    `settings-${name}`,
    {
      metadata: {
        name: "settings",
        labels: { app: "shop", "pulumi-kubefed/managed": "true" },
      },
      data: { currency: index === 1 ? "EUR" : "USD", level: "info" },
    },
    { provider },
  );
}
