import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

const config = new pulumi.Config();
const domain = config.get("domain") ?? "fed.test";

const clusters = [
  new kubefed.KubeFedCluster("us-east", {
    kubeconfig: config.requireSecret("us-east-kubeconfig"),
    region: "us-east1",
    zones: ["us-east1-b", "us-east1-c"],
  }),
  new kubefed.KubeFedCluster("eu-west", {
    kubeconfig: config.requireSecret("eu-west-kubeconfig"),
    region: "europe-west1",
    zones: ["europe-west1-d"],
  }),
];

const shop = new kubefed.FederatedNamespace("shop", {
  clusters,
  placement: { clusterSelector: {} },
});

const labels = { app: "web" };
const pod = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1.29" }] } };

const web = new kubefed.FederatedDeployment("web", {
  namespace: shop,
  template: { spec: { replicas: 2, selector: { matchLabels: labels }, template: pod } },
});

const service = new kubefed.FederatedService(
  "web",
  {
    namespace: shop,
    template: { spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] } },
  },
  { dependsOn: web },
);

const dns = new kubefed.Rfc2136Zone("bind", {
  server: config.get("server") ?? "127.0.0.1:5300",
  zone: domain,
  tsig: { name: config.get("keyName") ?? "example", secret: config.requireSecret("keySecret") },
});

const record = new kubefed.ServiceDNSRecord("web", { service, domain, dns, dnsPrefix: "www" });

export const names = record.names;
