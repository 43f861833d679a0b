import { expect } from "chai";
import fc from "fast-check";
import {
  ingressEndpoints,
  serviceEndpoints,
  type ServiceDnsRecord,
} from "../../../../provider/core/dns/records/endpoints";
import type { EndpointPlan } from "../../../../provider/core/dns/records/endpointPlan";
import type { ClusterDns } from "../../../../provider/core/dns/records/levels";
import { deepFreeze } from "../../../support/deepFreeze";

const eu: ClusterDns = {
  cluster: "c1",
  region: "eu",
  zones: ["eu-a"],
  loadBalancer: [{ ip: "10.0.0.1" }],
};

function record(more: Partial<ServiceDnsRecord> = {}): ServiceDnsRecord {
  return deepFreeze({
    name: "web",
    namespace: "ns",
    spec: { domainRef: "fed" },
    status: { domain: "a.test", dns: [eu] },
    ...more,
  });
}

const withClusters = (...dns: ClusterDns[]): ServiceDnsRecord =>
  record({ status: { domain: "a.test", dns } });
const lines = ({ endpoints }: EndpointPlan): string[] =>
  endpoints.map(
    ({ dnsName, recordType, targets }) => `${dnsName} ${recordType} ${targets.join(" ")}`,
  );
const codes = ({ issues }: EndpointPlan): string[] => issues.map(({ code }) => code);

describe("serviceEndpoints", () => {
  it("publishes both families of a dual-stack cluster", () => {
    const dual = { ...eu, loadBalancer: [{ ip: "10.0.0.1" }, { ip: "2001:db8::1" }] };
    expect(lines(serviceEndpoints(withClusters(dual)))).to.deep.equal([
      "web.ns.fed.svc.a.test A 10.0.0.1",
      "web.ns.fed.svc.a.test AAAA 2001:db8::1",
      "web.ns.fed.svc.eu-a.eu.a.test A 10.0.0.1",
      "web.ns.fed.svc.eu-a.eu.a.test AAAA 2001:db8::1",
      "web.ns.fed.svc.eu.a.test A 10.0.0.1",
      "web.ns.fed.svc.eu.a.test AAAA 2001:db8::1",
    ]);
  });

  it("lets a zone point to its region if that has targets from elsewhere", () => {
    const other = { cluster: "c2", region: "eu", zones: ["eu-b"] };
    expect(lines(serviceEndpoints(withClusters(eu, other)))).to.include(
      "web.ns.fed.svc.eu-b.eu.a.test CNAME web.ns.fed.svc.eu.a.test",
    );
  });

  it("says for every name why it has what it has", () => {
    const empty = { cluster: "c2", region: "us", zones: [] };
    expect(serviceEndpoints(withClusters(eu, empty)).because).to.deep.equal({
      "web.ns.fed.svc.a.test": 'the global name of "c1", "c2" has 1 address',
      "web.ns.fed.svc.eu-a.eu.a.test": 'zone "eu-a" of "c1" has 1 address',
      "web.ns.fed.svc.eu.a.test": 'region "eu" of "c1" has 1 address',
      "web.ns.fed.svc.us.a.test":
        'region "us" of "c2" has no targets and points to the level above',
    });
  });

  it("publishes nothing, with a warning, if no cluster has targets or no domain is known", () => {
    const nowhere = serviceEndpoints(withClusters({ ...eu, loadBalancer: [] }));
    const noDomain = serviceEndpoints(record({ status: { dns: [eu] } }));
    for (const plan of [nowhere, noDomain]) {
      expect(plan.endpoints).to.deep.equal([]);
      expect(plan.issues.map(({ severity }) => severity)).to.deep.equal(["warning"]);
    }
    expect([...codes(nowhere), ...codes(noDomain)]).to.deep.equal(["dns-no-targets", "dns-zone"]);
  });

  const invalid: Readonly<Record<string, readonly [plan: EndpointPlan, code: string]>> = {
    "a label over 63 characters": [serviceEndpoints(record({ name: "w".repeat(64) })), "dns-name"],
    "a bad TTL": [
      serviceEndpoints(record({ spec: { domainRef: "fed", recordTTL: -1 } })),
      "dns-ttl",
    ],
    "an address that is none": [
      serviceEndpoints(withClusters({ ...eu, loadBalancer: [{ ip: "10.0.0.1" }, { ip: "x" }] })),
      "dns-target",
    ],
    "a dnsPrefix that is no label": [
      serviceEndpoints(record({ spec: { domainRef: "fed", dnsPrefix: "a b" } })),
      "dns-name",
    ],
    "a dnsPrefix that is a name of the record": [
      serviceEndpoints(record({ spec: { domainRef: "fed", dnsPrefix: "web.ns.fed.svc" } })),
      "dns-conflict",
    ],
  };
  for (const [what, [plan, code]] of Object.entries(invalid)) {
    it(`publishes nothing at all for ${what}`, () => {
      expect(plan.endpoints).to.deep.equal([]);
      expect(codes(plan)).to.include(code);
    });
  }

  it("never publishes an alias that leads nowhere", () => {
    const cluster = fc.record({
      cluster: fc.constantFrom("a", "b", "c", "d"),
      region: fc.constantFrom("", "eu", "us"),
      zones: fc.subarray(["z1", "z2"]),
      loadBalancer: fc.subarray([{ ip: "10.0.0.1" }, { ip: "::1" }]),
    });
    const list = fc.uniqueArray(cluster, { selector: (each) => each.cluster });
    fc.assert(
      fc.property(list, fc.boolean(), (dns, hasAlias) => {
        const spec = { domainRef: "fed", ...(hasAlias && { dnsPrefix: "alias" }) };
        const { endpoints } = serviceEndpoints(record({ spec, status: { domain: "a.test", dns } }));
        const published = new Set(endpoints.map(({ dnsName }) => dnsName));
        const aliases = endpoints.filter(({ recordType }) => recordType === "CNAME");
        expect(
          aliases.flatMap(({ targets }) => targets).filter((name) => !published.has(name)),
        ).to.deep.equal([]);
        for (const { dnsName } of aliases) {
          expect(endpoints.filter((each) => each.dnsName === dnsName)).to.have.length(1);
        }
      }),
    );
  });
});

describe("ingressEndpoints", () => {
  const dns: ClusterDns[] = [{ cluster: "c1", loadBalancer: [{ hostname: "lb.example.net" }] }];
  const plan = (more: Partial<Parameters<typeof ingressEndpoints>[0]>): EndpointPlan =>
    ingressEndpoints(deepFreeze({ spec: { hosts: ["shop.a.test"] }, status: { dns }, ...more }));

  it("makes a host an alias of a lone load balancer host", () => {
    expect(lines(plan({}))).to.deep.equal(["shop.a.test CNAME lb.example.net"]);
  });

  it("gives a zone's own name addresses, since a CNAME may not be there", () => {
    const apex = plan({
      spec: { hosts: ["a.test"] },
      zones: ["a.test"],
      addresses: { "lb.example.net": ["10.0.0.9"] },
    });
    expect(lines(apex)).to.deep.equal(["a.test A 10.0.0.9"]);
    expect(codes(apex)).to.deep.equal(["dns-frozen-host"]);
  });

  it("publishes wildcards and international names in ASCII", () => {
    expect(lines(plan({ spec: { hosts: ["*.Bücher.test"] } }))).to.deep.equal([
      "*.xn--bcher-kva.test CNAME lb.example.net",
    ]);
  });

  it("a host outside the zones is refused, naming them", () => {
    const outside = plan({ zones: ["op.a.test", "b.test"] });
    expect(outside.endpoints).to.deep.equal([]);
    expect(outside.issues).to.deep.equal([
      {
        code: "dns-zone",
        path: 'spec.hosts["shop.a.test"]',
        message: '"shop.a.test" is in none of the zones "op.a.test", "b.test"',
      },
    ]);
  });

  it("a host that is no name is refused", () => {
    expect(codes(plan({ spec: { hosts: ["a b.test"] } }))).to.deep.equal(["dns-name"]);
  });

  it("a host that is its own load balancer is refused", () => {
    expect(codes(plan({ spec: { hosts: ["lb.example.net"] } }))).to.deep.equal(["dns-target"]);
  });
});
