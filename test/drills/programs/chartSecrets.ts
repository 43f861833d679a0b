import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface ChartSecrets {
  /** The folder of the chart. */
  readonly chart: string;
  /** A value that is no secret. */
  readonly greeting: string;
  readonly isSecret: boolean;
}

const config = new pulumi.Config();
const { chart, greeting, isSecret } = config.requireObject<ChartSecrets>("with");
const password = isSecret ? config.requireSecret("password") : "plain-password";

const clusters = [
  new kubefed.KubeFedCluster("us-east", { kubeconfig: config.requireSecret("us-east") }),
];
const namespace = new kubefed.FederatedNamespace("chart-secrets", {
  clusters,
  placement: { clusterSelector: {} },
});

new kubefed.FederatedHelmChart("shop", {
  namespace,
  chart,
  values: { greeting, database: { hosts: [{ password }] } },
});
