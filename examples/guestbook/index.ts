import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const clusters = ["us-east", "eu-west"].map(
  (name) =>
    new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(`${name}-kubeconfig`) }),
);
const namespace = new kubefed.FederatedNamespace("guestbook", {
  clusters,
  placement: { clusterSelector: {} },
});

const guestbook = new kubefed.FederatedYaml("guestbook", {
  namespace,
  files: "./guestbook/*.yaml",
  overrides: [
    {
      kind: "Deployment",
      name: "frontend",
      clusterName: "us-east",
      merge: { spec: { replicas: 3 } },
    },
    { kind: "ConfigMap", clusterName: "eu-west", merge: { data: { greeting: "bonjour" } } },
  ],
});

export const objects = Object.keys(guestbook.objects);
