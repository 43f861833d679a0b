import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface Rights {
  /** Absent: what a join gives by itself. */
  rules?: kubefed.JoinRights;
  /** Whether there is an object of a kind that only a definition makes. */
  hasBackup: boolean;
}

const config = new pulumi.Config();
const { rules, hasBackup } = config.requireObject<Rights>("with");

const cluster = new kubefed.KubeFedCluster("ap-south", {
  kubeconfig: config.requireSecret("kubeconfig"),
  join: { hostClusterName: "host", namespace: "joined-rights", rules, adopt: true },
});
const where = { clusters: [cluster], namespace: "default", placement: { clusterSelector: {} } };

new kubefed.FederatedConfigMap("rights", { ...where, template: { data: { greeting: "hello" } } });
if (hasBackup) {
  new kubefed.FederatedCustomResource("nightly", {
    ...where,
    apiVersion: "shop.example.com/v1",
    kind: "Backup",
    template: { spec: {} },
  });
}

export const kubeconfig = cluster.memberKubeconfig;
