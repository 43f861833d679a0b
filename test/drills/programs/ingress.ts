import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface DeclaredIngress {
  /** Where the Services listen. */
  port: number;
  ports: kubefed.IngressHaproxyArgs;
  /** The preference that divides the workload, and so the requests. */
  clusters: Record<string, { weight: number }>;
  ingress: Partial<kubefed.MultiClusterIngressArgs>;
}

const config = new pulumi.Config();
const declared = config.requireObject<DeclaredIngress>("with");

const clusters = ["us-east", "eu-west", "ap-south"].map(
  (name) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(name),
      unreachable: name === "eu-west" ? "keep" : "fail",
    }),
);
const namespace = new kubefed.FederatedNamespace("ingress-test", {
  clusters,
  placement: { clusterSelector: {} },
});
const labels = { app: "web" };
const web = new kubefed.FederatedDeployment("web", {
  namespace,
  scheduling: new kubefed.ReplicaSchedulingPreference("web", {
    totalReplicas: 6,
    clusters: declared.clusters,
  }),
  template: {
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
      },
    },
  },
});
const service = new kubefed.FederatedService(
  "web",
  {
    namespace,
    template: {
      spec: {
        type: "LoadBalancer",
        selector: labels,
        ports: [{ name: "http", port: declared.port, targetPort: 80 }],
      },
    },
  },
  { dependsOn: web },
);

const ingress = new kubefed.MultiClusterIngress("shop", {
  services: [service],
  spec: {
    rules: [
      {
        host: "shop.test",
        http: {
          paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web" } } }],
        },
      },
    ],
    tls: [{ hosts: ["shop.test"], secretName: "shop-tls" }],
  },
  weightsFrom: web,
  healthCheck: { path: "/healthz" },
  certificates: {
    "shop-tls": {
      certificate: config.require("certificate"),
      key: config.requireSecret("key"),
    },
  },
  hostCluster: clusters[2],
  namespace,
  haproxy: declared.ports,
  ...declared.ingress,
});

export const plan = ingress.plan;
export const failsOver = ingress.failsOver;
export const text = ingress.config;
export const address = ingress.address;
