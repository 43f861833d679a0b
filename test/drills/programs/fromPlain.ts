import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface FromPlain {
  /** Whether the objects are federated by now, or still made in a loop over providers. */
  readonly isFederated: boolean;
}

const config = new pulumi.Config();
const { isFederated } = config.requireObject<FromPlain>("with");
const names = ["us-east", "eu-west"];
const metadata = { name: "once-plain", namespace: "default" };
const data = { greeting: "hello" };

if (isFederated) {
  const clusters = names.map(
    (name) => new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name) }),
  );
  new kubefed.FederatedConfigMap("settings", {
    clusters,
    namespace: metadata.namespace,
    placement: { clusterSelector: {} },
    template: { metadata: { name: metadata.name }, data },
  });
} else {
  for (const name of names) {
    const kubeconfig = config.requireSecret(name);
    const provider = new k8s.Provider(`of-${name}`, { kubeconfig, enableServerSideApply: true });
    new k8s.core.v1.ConfigMap(`copy-${name}`, { metadata, data }, { provider });
  }
}
