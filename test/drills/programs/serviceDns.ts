import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface DeclaredServiceDns {
  port: number;
  zone: string;
  key: string;
  /** Where the Service is; the clusters are always three. */
  clusterNames: string[];
  record: Partial<kubefed.ServiceDNSRecordArgs>;
  hosts: string[];
}

const config = new pulumi.Config();
const declared = config.requireObject<DeclaredServiceDns>("with");

const places: Record<string, { region: string; zones: string[] }> = {
  "us-east": { region: "us-east1", zones: ["us-east1-b", "us-east1-c"] },
  "eu-west": { region: "europe-west1", zones: ["europe-west1-d"] },
  "ap-south": { region: "asia-south1", zones: ["asia-south1-a"] },
};
const clusters = Object.entries(places).map(
  ([name, place]) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(name),
      unreachable: "keep",
      ...place,
    }),
);

const namespace = new kubefed.FederatedNamespace("dns-test", {
  clusters,
  placement: { clusterSelector: {} },
});
const labels = { app: "web" };
const deployment = new kubefed.FederatedDeployment("web", {
  namespace,
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
    placement: { clusterNames: declared.clusterNames },
    template: { spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] } },
  },
  { dependsOn: deployment },
);

const { port, zone, key } = declared;
const dns = new kubefed.Rfc2136Zone("dns", {
  server: `127.0.0.1:${port}`,
  zone,
  tsig: { name: key, secret: config.requireSecret("tsig") },
});

const record = new kubefed.ServiceDNSRecord("web", {
  service,
  domain: zone,
  dns,
  domainRef: "fed",
  dnsPrefix: "web",
  ...declared.record,
});

const ingress = new kubefed.FederatedIngress("web", {
  namespace,
  placement: { clusterNames: ["us-east"] },
  template: {
    metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
    spec: { defaultBackend: { service: { name: "web", port: { number: 80 } } } },
  },
});
const shop = new kubefed.IngressDNSRecord("shop", { ingress, hosts: declared.hosts, dns });

export const names = record.names;
export const status = record.status;
export const hosts = shop.names;
