import { expect } from "chai";
import { declare } from "../../../provider/engine/program";
import * as kubefed from "../../../sdk/nodejs";
import { type Registered, runWithMocks } from "../../support/pulumiMocks";

const places = {
  eu: { region: "europe", zones: ["europe-a"] },
  us: { region: "america", zones: ["america-a"] },
};
const kubeconfig = "{}";
const clustersAt = (where: Record<string, { region?: string; zones?: string[] }>) =>
  Object.entries(where).map(
    ([name, place]) =>
      new kubefed.KubeFedCluster(name, { kubeconfig, unreachable: "keep", ...place }),
  );
const serviceOn = (clusters: kubefed.KubeFedCluster[]) =>
  new kubefed.FederatedService("web", {
    clusters,
    namespace: "shop",
    placement: { clusterSelector: {} },
    template: { spec: { type: "LoadBalancer" } },
  });
const bind = (more: Partial<kubefed.Rfc2136ZoneArgs> = {}) =>
  new kubefed.Rfc2136Zone("bind", { server: "127.0.0.1:5353", zone: "a.test", ...more });

/** What a program registers as record sets. */
async function recordSetsOf(
  program: () => { records: Readonly<Record<string, { urn: unknown }>> }[],
): Promise<Registered[]> {
  const all = await runWithMocks(() =>
    program().flatMap(({ records }) => Object.values(records) as never[]),
  );
  return all.filter(({ type }) => type.endsWith(":DnsRecordSet"));
}

/** The text of the one error that all problems of a program end in. */
async function problemsOf(program: () => void): Promise<string> {
  let gate: Promise<void> = Promise.resolve();
  await runWithMocks(() => {
    program();
    const probe = bind();
    gate = declare(probe, "probe", []);
    return [probe];
  });
  return gate.then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe("Rfc2136Zone", () => {
  it("hands servers, key and owner to every record set, the secret as a secret", async () => {
    const [recordSet] = await recordSetsOf(() => {
      const dns = bind({
        server: ["[::1]:5353", "ns2.a.test"],
        port: 53,
        transport: "tls",
        tls: { serverName: "ns.a.test" },
        tsig: { name: "k", secret: "hush" },
        timeoutSeconds: 0.7,
      });
      return [
        new kubefed.DomainRecord("api", {
          dns,
          dnsName: "api.a.test",
          records: { A: ["10.0.0.1"] },
        }),
      ];
    });
    const tls = { transport: "tls", tls: { serverName: "ns.a.test" } };
    expect(recordSet?.inputs).to.deep.include({
      servers: [
        { host: "::1", port: 5353, ...tls },
        { host: "ns2.a.test", port: 53, ...tls },
      ],
      deadlineMs: 700,
      registry: { ownerId: "00000000-0000-4000-8000-000000000000" },
      zone: "a.test",
    });
    // Wrapped as Pulumi wraps a secret.
    const tsig = { name: "k", algorithm: "hmac-sha256", secret: "hush" };
    expect(recordSet?.inputs.tsig).to.have.deep.property("value", tsig);
    expect(recordSet?.inputs.__provider).to.be.a("string").and.not.include("hush");
  });
});

describe("ServiceDNSRecord", () => {
  it("has a record set for every name that its clusters give", async () => {
    let names: readonly string[] = [];
    const recordSets = await recordSetsOf(() => {
      const service = serviceOn(clustersAt(places));
      const args = { service, domain: "a.test", dns: bind(), domainRef: "fed", dnsPrefix: "www" };
      const record = new kubefed.ServiceDNSRecord("web", args);
      names = record.names;
      return [record];
    });
    expect(names).to.deep.equal([
      "web.shop.fed.svc.a.test",
      "web.shop.fed.svc.america-a.america.a.test",
      "web.shop.fed.svc.america.a.test",
      "web.shop.fed.svc.europe-a.europe.a.test",
      "web.shop.fed.svc.europe.a.test",
      "www.a.test",
    ]);
    expect(recordSets.map(({ inputs }) => inputs.dnsName).sort()).to.deep.equal(names);
    expect(recordSets[0]?.inputs).to.deep.include({
      ttlSeconds: 180,
      labels: { resource: "service/shop/web" },
    });
  });

  it("reports all that is wrong with its names together, before anything is written", async () => {
    const text = await problemsOf(() => {
      const service = serviceOn(clustersAt({ ...places, ap: {} }));
      const dns = bind({ registry: { ownerId: "a,b" } });
      new kubefed.ServiceDNSRecord("web", { service, domain: "b.test", dns });
    });
    expect(text).to.include("nothing was written");
    expect(text).to.include('member cluster "ap" has no region or no zones');
    expect(text).to.include('"web.shop.kubefed.svc.b.test" is not in the zone "a.test"');
    expect(text).to.include("registry.ownerId: must be printable ASCII");
  });

  it("refuses a name that another component of the program publishes at the same servers", async () => {
    const text = await problemsOf(() => {
      const service = serviceOn(clustersAt(places));
      const dns = bind();
      new kubefed.ServiceDNSRecord("web", { service, domain: "a.test", dns, dnsPrefix: "www" });
      new kubefed.DomainRecord("www", { dns, dnsName: "WWW.a.test", records: { A: ["10.0.0.1"] } });
    });
    expect(text).to.include('"www.a.test" is published by ServiceDNSRecord "web" already');
  });
});

describe("DomainRecord", () => {
  it("refuses a name that is none and a type that cannot be written", async () => {
    const text = await problemsOf(() => {
      const records = { SOA: ["x"] } as Record<string, string[]>;
      new kubefed.DomainRecord("api", { dns: bind(), dnsName: "a..test", records });
    });
    expect(text).to.include("dnsName: ").and.include("records.SOA: is no record type");
  });

  it("hands Pulumi's own options to its record set, and import to the provider", async () => {
    const [recordSet] = await recordSetsOf(() => {
      const args = { dns: bind(), dnsName: "api.a.test", records: { A: ["10.0.0.1"] } };
      return [new kubefed.DomainRecord("api", args, { import: "api.a.test" })];
    });
    expect(recordSet?.inputs).to.include({ import: "api.a.test" });
  });
});

describe("IngressDNSRecord", () => {
  it("has a record set for every host, inside the zone only", async () => {
    const text = await problemsOf(() => {
      const ingress = new kubefed.FederatedIngress("web", {
        clusters: clustersAt(places),
        placement: { clusterSelector: {} },
        template: { spec: {} },
      });
      new kubefed.IngressDNSRecord("web", {
        ingress,
        hosts: ["shop.a.test", "shop.b.test"],
        dns: bind(),
      });
    });
    expect(text).to.include('"shop.b.test" is in none of the zones "a.test"');
  });
});
