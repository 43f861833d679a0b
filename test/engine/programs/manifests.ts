import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What changes between two runs of this program. */
export interface Manifests {
  /** The folder of the manifests. */
  readonly folder: string;
  /** The folder of the chart; absent: no chart. */
  readonly chart?: string;
  readonly overrides: kubefed.ManifestOverrideArgs[];
  /** The greeting in the chart's values on eu-west. */
  readonly greeting: string;
}

const config = new pulumi.Config();
const { folder, chart, overrides, greeting } = config.requireObject<Manifests>("with");
const names = ["us-east", "eu-west", "ap-south"];
const clusters = names.map(
  (name) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(name),
      // One of them may go away and come back.
      unreachable: name === "ap-south" ? "keep" : "fail",
    }),
);
const namespace = new kubefed.FederatedNamespace("manifests-test", {
  clusters,
  placement: { clusterSelector: {} },
});

const yaml = new kubefed.FederatedYaml("gb", {
  namespace,
  placement: { clusterNames: ["us-east", "eu-west"] },
  files: `${folder}/*.yaml`,
  overrides,
});
if (chart !== undefined) {
  new kubefed.FederatedHelmChart("hello", {
    namespace,
    chart,
    values: { greeting: "hello", password: config.requireSecret("password") },
    overrides: [{ clusterName: "eu-west", values: { greeting } }],
  });
}
export const titles = Object.keys(yaml.plans);
