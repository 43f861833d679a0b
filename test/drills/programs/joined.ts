import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

/** A component of a program's own, around the cluster. */
class Fleet extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Fleet", "fleet");
  }
}

const cluster = new kubefed.KubeFedCluster(
  "eu-west",
  {
    kubeconfig: config.requireSecret("kubeconfig"),
    join: { hostClusterName: "host", scope: "Namespaced", namespace: "joined-late" },
  },
  config.getBoolean("within") === true ? { parent: new Fleet() } : {},
);

new kubefed.FederatedConfigMap("settings", {
  clusters: [cluster],
  namespace: "joined-late",
  placement: { clusterSelector: {} },
  template: { data: { greeting: "hello" } },
});
