import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();
const cluster = new kubefed.KubeFedCluster("us-east", {
  kubeconfig: config.requireSecret("us-east"),
});

/** A component of somebody else's: it has a resource among what it registers. */
class Own extends pulumi.ComponentResource {
  constructor(name: string) {
    super("my:index:Own", name);
    const map = new k8s.core.v1.ConfigMap(
      name,
      { metadata: { name: "own-component", namespace: "default" }, data: { x: "y" } },
      { parent: this, provider: cluster.provider },
    );
    this.registerOutputs({ map });
  }
}

new kubefed.FederatedConfigMap("beside", {
  clusters: [cluster],
  namespace: "default",
  placement: { clusterSelector: {} },
  template: { data: { greeting: config.get("greeting") ?? "hello" } },
  overrides: [
    {
      clusterName: "us-east",
      clusterOverrides: [{ path: "/data/tier", op: "add", value: "gold" }],
    },
  ],
});
// After what asks for the stack's state, so that it is not registered when the answer comes.
if (config.get("own") !== "none") new Own("own");
