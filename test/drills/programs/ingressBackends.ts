import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface DeclaredBackends {
  /** Where clusters serve. */
  addresses: Record<string, string[]>;
  httpPort: number;
  httpsPort: number;
}

const config = new pulumi.Config();
const { addresses, httpPort, httpsPort } = config.requireObject<DeclaredBackends>("with");
const [usEast, euWest, host] = ["us-east", "eu-west", "ap-south"].map(
  (name) => new kubefed.KubeFedCluster(name, { kubeconfig: config.requireSecret(name) }),
);
if (usEast === undefined || euWest === undefined) throw new Error("there are three");

const namespace = new kubefed.FederatedNamespace("backends-test", {
  clusters: [usEast, euWest, ...(host === undefined ? [] : [host])],
  placement: { clusterSelector: {} },
});
const labels = { app: "web" };
const web = new kubefed.FederatedDeployment("web", {
  namespace,
  placement: { clusterNames: ["us-east", "eu-west"] },
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
    placement: { clusterNames: ["us-east", "eu-west"] },
    template: { spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] } },
  },
  { dependsOn: web },
);

const inHost = host === undefined ? {} : { hostCluster: host, namespace };
const shares = { weights: { "us-east": 3, "*": 1 } };

const gateway = new kubefed.MultiClusterIngress("gate", {
  ...inHost,
  ...shares,
  backend: "gateway",
  services: [service],
  spec: {
    rules: [
      {
        host: "shop.test",
        http: {
          paths: [
            { path: "/", pathType: "Prefix", backend: { service: { name: "web" } } },
            { path: "/exact", pathType: "Exact", backend: { service: { name: "web" } } },
          ],
        },
      },
      {
        host: "*.open.test",
        http: {
          paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "web" } } }],
        },
      },
    ],
    defaultBackend: { service: { name: "web" } },
    tls: [{ hosts: ["shop.test"], secretName: "tls" }],
  },
  certificates: {
    tls: { certificate: config.require("certificate"), key: config.requireSecret("key") },
  },
  redirectToHttps: true,
  // An API server takes no loopback address, which is what the test's load balancers have.
  addresses,
  gateway: { gatewayClassName: "traefik", httpPort, httpsPort },
});

const names = new kubefed.MultiClusterIngress("names", {
  backend: "dns",
  service,
  host: "www.shop.test",
  dns: new kubefed.ExternalDns("dns", {
    hostCluster: host ?? usEast,
    namespace: "backends-test",
    provider: "aws",
  }),
  ...shares,
});

const google = new kubefed.MultiClusterIngress("google", {
  ...inHost,
  backend: "gke",
  service,
  host: "shop.test",
  weights: { "us-east": 0, "*": 1 },
  gke: { links: { "us-east": "us-east1/shop", "eu-west": "europe-west1/shop" } },
});

export const failOver = [gateway, names, google].map(({ failsOver }) => failsOver.byItself);
