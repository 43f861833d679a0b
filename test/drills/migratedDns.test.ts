import { expect } from "chai";
import { DnsTestBed } from "../support/dnsTestBed";
import { readLive } from "../support/live";
import { MigrationBed } from "../support/migrationBed";

const places: Readonly<Record<string, { region: string; zones: string[] }>> = {
  "us-east": { region: "us-east1", zones: ["us-east1-b"] },
  "eu-west": { region: "europe-west1", zones: ["europe-west1-d"] },
  "ap-south": { region: "asia-south1", zones: ["asia-south1-a"] },
};
const clusterNames = Object.keys(places);
const namespace = "named";

function object(kind: string, apiVersion: string, more: object): object {
  return { apiVersion, kind, metadata: { name: "web", namespace }, ...more };
}

function federated(kind: string, template: object): object {
  return object(`Federated${kind}`, "types.kubefed.io/v1beta1", {
    spec: { template, placement: { clusterSelector: {} } },
  });
}

/** A Service of a KubeFed that had its names published. */
const kubefedObjects = [
  ...Object.entries(places).map(([name, status]) => ({
    apiVersion: "core.kubefed.io/v1beta1",
    kind: "KubeFedCluster",
    metadata: { name },
    status,
  })),
  {
    apiVersion: "types.kubefed.io/v1beta1",
    kind: "FederatedNamespace",
    metadata: { name: namespace, namespace },
    spec: { placement: { clusterSelector: {} } },
  },
  federated("Deployment", {
    spec: {
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "nginx:1.29" }] },
      },
    },
  }),
  federated("Service", {
    spec: { type: "LoadBalancer", selector: { app: "web" }, ports: [{ port: 80 }] },
  }),
  {
    apiVersion: "multiclusterdns.kubefed.io/v1alpha1",
    kind: "Domain",
    metadata: { name: "fed", namespace: "kube-federation-system" },
    domain: "fed.test",
  },
  object("ServiceDNSRecord", "multiclusterdns.kubefed.io/v1alpha1", {
    spec: { domainRef: "fed", recordTTL: 300 },
  }),
];

describe("the DNS records of KubeFed after a migration, by the packed package", function () {
  this.timeout(600_000);
  const dns = new DnsTestBed("bind");
  const bed = new MigrationBed();

  before(async () => {
    await dns.start();
    await bed.start();
  });
  after(async () => {
    await bed.stop();
    await dns.stop();
  });

  const addressOf = async (cluster: string): Promise<string | undefined> => {
    const service = await readLive(
      bed.cluster(cluster),
      `/api/v1/namespaces/${namespace}/services/web`,
    );
    const status = service?.status as { loadBalancer?: { ingress?: { ip?: string }[] } };
    return status.loadBalancer?.ingress?.[0]?.ip;
  };

  it("lead to the member clusters under KubeFed's names, and go with the stack", async () => {
    const input = bed.writeObjects("named.json", kubefedObjects);
    await bed.kubefed("convert", "-f", input, "--out", bed.path("named"));
    const { host, port, zone, writer } = dns.server;
    const stack = await bed.stackOf("named", {
      secrets: { dnsKeySecret: writer.secret },
      config: { dnsServer: `${host}:${port}`, dnsZone: zone, dnsKeyName: writer.name },
    });
    const up = await stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const addresses = await Promise.all(clusterNames.map(addressOf));
    expect(dns.dig("web.named.fed.svc.fed.test", "A")).to.deep.equal([...addresses].sort());
    for (const [name, { region, zones }] of Object.entries(places)) {
      const own = [await addressOf(name)];
      expect(dns.dig(`web.named.fed.svc.${region}.fed.test`, "A")).to.deep.equal(own);
      expect(dns.dig(`web.named.fed.svc.${zones[0]}.${region}.fed.test`, "A")).to.deep.equal(own);
    }
    expect((await stack.up()).changes).to.deep.equal([]);

    const destroyed = await stack.destroy();
    expect(destroyed.succeeded, destroyed.output).to.equal(true);
    expect(dns.dig("web.named.fed.svc.fed.test", "ANY")).to.deep.equal([]);
  });
});
