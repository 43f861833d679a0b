import * as k8s from "@pulumi/kubernetes";
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
  /** Whether the credentials of us-east are those of a cluster that is still to be made. */
  readonly isLate?: boolean;
  /** Whether a component declares an object that the chart renders too. */
  readonly isDeclaredTwice?: boolean;
}

const config = new pulumi.Config();
const { folder, chart, overrides, greeting, isLate, isDeclaredTwice } =
  config.requireObject<Manifests>("with");
const names = ["us-east", "eu-west", "ap-south"];
const clusters = names.map(
  (name) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: name === "us-east" ? kubeconfigOfFirst() : config.requireSecret(name),
      // One of them may go away and come back.
      unreachable: name === "ap-south" ? "keep" : "fail",
    }),
);

/** Known only after something else was made, as that of a cluster which a program makes itself. */
function kubeconfigOfFirst(): pulumi.Output<string> {
  const kubeconfig = config.requireSecret("us-east");
  if (isLate !== true) return kubeconfig;
  const provider = new k8s.Provider("maker", { kubeconfig: config.requireSecret("eu-west") });
  const made = new k8s.core.v1.Namespace("made", {}, { provider });
  return pulumi.all([kubeconfig, made.id]).apply(([text]) => text);
}

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
if (isDeclaredTwice === true) {
  new kubefed.FederatedConfigMap("hello-values", { namespace, template: { data: {} } });
}
export const titles = Object.keys(yaml.plans);
