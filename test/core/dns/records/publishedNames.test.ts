import { expect } from "chai";
import fc from "fast-check";
import {
  domainNames,
  ingressNames,
  serviceNames,
  validateNames,
} from "../../../../provider/core/dns/records/publishedNames";
import { planServiceRecord } from "../../../../provider/core/dns/policy/recordPlan";
import { deepFreeze } from "../../../support/deepFreeze";

const eu = { cluster: "c1", region: "eu", zones: ["eu-a"] };
const namesOf = (more: Partial<Parameters<typeof serviceNames>[0]> = {}) =>
  serviceNames(
    deepFreeze({
      name: "web",
      namespace: "ns",
      spec: { domainRef: "fed" },
      domain: "a.test",
      clusters: [eu],
      ...more,
    }),
  );

describe("serviceNames", () => {
  it("gives every level of every cluster and the alias, sorted, each once", () => {
    const spec = { domainRef: "fed", dnsPrefix: "www" };
    const other = { cluster: "c2", region: "eu", zones: ["eu-b"] };
    expect(namesOf({ spec, clusters: [other, eu] })).to.deep.equal({
      names: [
        "web.ns.fed.svc.a.test",
        "web.ns.fed.svc.eu-a.eu.a.test",
        "web.ns.fed.svc.eu-b.eu.a.test",
        "web.ns.fed.svc.eu.a.test",
        "www.a.test",
      ],
      issues: [],
    });
  });

  it("refuses a cluster without region or zones, naming it", () => {
    const { issues } = namesOf({ clusters: [eu, { cluster: "c2", region: "us" }] });
    expect(issues.map(({ code, message }) => [code, message])).to.deep.equal([
      [
        "dns-location",
        'member cluster "c2" has no region or no zones, which are part of the names; give both to its KubeFedCluster',
      ],
    ]);
  });

  const wrong: Readonly<Record<string, readonly [Parameters<typeof namesOf>[0], string]>> = {
    "a label that is too long": [{ name: "w".repeat(64) }, "dns-name"],
    "an alias that is one of its names": [
      { spec: { domainRef: "fed", dnsPrefix: "web.ns.fed.svc" } },
      "dns-conflict",
    ],
    "a TTL that is none": [{ spec: { domainRef: "fed", recordTTL: -1 } }, "dns-ttl"],
  };
  for (const [what, [more, code]] of Object.entries(wrong)) {
    it(`refuses ${what} whatever the targets are`, () => {
      expect(namesOf(more).issues.map((issue) => issue.code)).to.include(code);
    });
  }

  it("has every name that a plan can ever publish", () => {
    const places = fc.array(
      fc.record({
        region: fc.constantFrom("eu", "us"),
        zones: fc.subarray(["a", "b", "c"], { minLength: 1 }),
        isReady: fc.boolean(),
        hasReadyEndpoints: fc.boolean(),
        loadBalancer: fc.subarray([{ ip: "10.0.0.1" }, { ip: "::1" }, { hostname: "lb.test" }]),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(places, (given) => {
        const clusters = given.map((place, index) => ({ cluster: `c${index}`, ...place }));
        const { names } = namesOf({ clusters });
        const record = {
          name: "web",
          namespace: "ns",
          spec: { domainRef: "fed" },
          domain: "a.test",
        };
        const { endpoints } = planServiceRecord({ ...record, clusters });
        expect(endpoints.filter(({ dnsName }) => !names.includes(dnsName))).to.deep.equal([]);
      }),
    );
  });
});

describe("ingressNames", () => {
  it("refuses a host outside the zones", () => {
    const { names, issues } = ingressNames({ hosts: ["a.b.test", "c.a.test"], zones: ["a.test"] });
    expect(names).to.deep.equal(["a.b.test", "c.a.test"]);
    expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ["dns-zone", 'spec.hosts["a.b.test"]'],
    ]);
  });
});

describe("domainNames", () => {
  it("refuses a name that is none and a type that cannot be written", () => {
    const { issues } = domainNames({ dnsName: "a..test", records: { SOA: [] } });
    expect(issues.map(({ code }) => code)).to.deep.equal(["dns-name", "dns-record-type"]);
  });
});

describe("validateNames", () => {
  const validate = (names: string[], more: { zone?: string; ownerId?: string } = {}) =>
    validateNames({
      names,
      zone: more.zone,
      registry: { ownerId: more.ownerId ?? "me" },
      labels: {},
    }).map(({ code }) => code);

  it("knows the longest name that the owner records will need", () => {
    const label = "w".repeat(58);
    expect(validate([`${label.slice(1)}.a.test`])).to.deep.equal([]);
    expect(validate([`${label}.a.test`])).to.deep.equal(["dns-registry-name"]);
  });

  it("refuses names outside the zone, the zone's own name without a prefix, and a bad owner", () => {
    expect(validate(["a.b.test"], { zone: "a.test" })).to.deep.equal(["dns-zone"]);
    expect(new Set(validate(["a.test"], { zone: "a.test" }))).to.deep.equal(
      new Set(["dns-registry-name"]),
    );
    expect(validate([], { ownerId: "a b" })).to.deep.equal(["dns-owner"]);
  });
});
