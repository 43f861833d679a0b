import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface DeclaredPods {
  image: string;
  nodePort: number;
  /** Where each cluster serves. */
  addresses: Record<string, string[]>;
  weights: Record<string, number>;
}

const config = new pulumi.Config();
const declared = config.requireObject<DeclaredPods>("with");

const clusters = ["host", "us-east"].map(
  (name) => new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name) }),
);
const namespace = new kubefed.FederatedNamespace("shop", {
  clusters,
  placement: { clusterSelector: {} },
});
const service = new kubefed.FederatedService("web", {
  namespace,
  template: {
    // What it selects is not Kubernetes' here: the test serves at the clusters' addresses.
    metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
    spec: {
      type: "NodePort",
      selector: { app: "web" },
      ports: [{ name: "http", port: 80, nodePort: declared.nodePort }],
    },
  },
});

const ingress = new kubefed.MultiClusterIngress("shop", {
  service,
  host: "shop.test",
  weights: declared.weights,
  addresses: declared.addresses,
  healthCheck: { path: "/healthz" },
  certificates: {
    "shop-tls": {
      certificate: config.require("certificate"),
      key: config.requireSecret("key"),
    },
  },
  hostCluster: clusters[0],
  namespace,
  haproxy: { image: declared.image },
});

export const address = ingress.address;
