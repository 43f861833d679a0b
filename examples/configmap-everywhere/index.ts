import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();

const clusters = [
  new kubefed.KubeFedCluster("us-east", {
    kubeconfig: config.requireSecret("usEastKubeconfig"),
    labels: { region: "us" },
  }),
  new kubefed.KubeFedCluster("eu-west", {
    kubeconfig: config.requireSecret("euWestKubeconfig"),
    labels: { region: "eu" },
  }),
];

const settings = new kubefed.FederatedConfigMap("settings", {
  clusters,
  placement: { clusterSelector: {} },
  template: { data: { greeting: "hello", tier: "gold" } },
  overrides: [
    {
      clusterName: "eu-west",
      clusterOverrides: [{ path: "/data/greeting", value: "bonjour" }],
    },
  ],
});

export const plan = settings.plan;
