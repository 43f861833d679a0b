import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();
const clusters = [
  new kubefed.KubeFedCluster("us-east", { kubeconfig: config.requireSecret("us-east") }),
];

new kubefed.FederatedConfigMap("cfg", {
  clusters,
  placement: { clusterSelector: {} },
  template: { data: pulumi.output({ a: "b" }) },
  overrides: [{ clusterName: "us-east", clusterOverrides: [{ path: "/data/a", value: "c" }] }],
});

// A description of clusters that is only known later must never count as "no clusters".
new kubefed.FederatedConfigMap("later", {
  clusters: pulumi.output([]) as never,
  placement: { clusterSelector: {} },
  template: { data: {} },
});
