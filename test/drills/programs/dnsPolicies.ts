import * as pulumi from "@pulumi/pulumi";
import * as kubefed from "pulumi-kubefed";

/** What the stack's configuration says under `with`. */
export interface DeclaredDnsPolicies {
  port: number;
  key: string;
  software: "bind" | "knot" | "powerdns";
  /** external-dns's `--provider`. */
  provider: string;
  /** The policy of the names in the name server. */
  server: kubefed.PolicySettings;
  /** The policy of the names that external-dns publishes. */
  cloud: kubefed.PolicySettings;
}

const config = new pulumi.Config();
const declared = config.requireObject<DeclaredDnsPolicies>("with");

const regions: Record<string, string> = { "us-east": "us", "eu-west": "eu", "ap-south": "ap" };
const clusters = Object.entries(regions).map(
  ([name, region]) =>
    new kubefed.KubeFedCluster(name, {
      kubeconfig: config.requireSecret(name),
      region,
      zones: [`${region}-a`],
    }),
);
const [hostCluster] = clusters;
if (hostCluster === undefined) throw new Error("there is no cluster");

const namespace = new kubefed.FederatedNamespace("dns-policies", {
  clusters,
  placement: { clusterSelector: {} },
});
const service = new kubefed.FederatedService("web", {
  namespace,
  placement: { clusterSelector: {} },
  // Without a selector nobody waits for endpoints.
  template: { spec: { type: "LoadBalancer", ports: [{ port: 80 }] } },
});

const { port, key, software, provider } = declared;
const common = { service, domainRef: "fed", allowServiceWithoutEndpoints: true };
const server = new kubefed.Rfc2136Zone("server", {
  server: `127.0.0.1:${port}`,
  zone: "fed.test",
  software,
  tsig: { name: key, secret: config.requireSecret("tsig") },
});
const record = new kubefed.ServiceDNSRecord("web", {
  ...common,
  domain: "fed.test",
  dns: server,
  ...declared.server,
});

const cloud = new kubefed.ExternalDns("cloud", {
  hostCluster,
  provider,
  zone: "example.com",
  installDefinition: true,
});
const published = new kubefed.ServiceDNSRecord("cloud", {
  ...common,
  domain: "example.com",
  dns: cloud,
  ...declared.cloud,
});

export const status = record.status;
export const failsOver = [record.failsOver.byItself, published.failsOver.byItself];
