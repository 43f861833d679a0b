import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const cluster = new kubefed.KubeFedCluster("eu-west", {
  kubeconfig: config.requireSecret("kubeconfig"),
  join: { hostClusterName: "host", scope: "Namespaced", namespace: "joined-late" },
});

new kubefed.FederatedConfigMap("settings", {
  clusters: [cluster],
  namespace: "joined-late",
  placement: { clusterSelector: {} },
  template: { data: { greeting: "hello" } },
});
