import { expect } from "chai";
import {
  mergeTargets,
  readTargets,
  recordsFor,
  type Targets,
} from "../../../../provider/core/dns/records/targets";
import { deepFreeze } from "../../../support/deepFreeze";

describe("readTargets", () => {
  it("sorts addresses from host names, each once", () => {
    const loadBalancer = [
      { ip: "10.0.0.2", hostname: "LB.example." },
      { ip: "10.0.0.10" },
      { hostname: "10.0.0.2" },
      { hostname: "lb.example", ip: "" },
      { ip: "2001:DB8::1" },
      {},
    ];
    expect(readTargets(deepFreeze({ loadBalancer, path: "p" }))).to.deep.equal({
      addresses: ["10.0.0.10", "10.0.0.2", "2001:db8::1"],
      hosts: ["lb.example"],
      issues: [],
    });
  });

  it("reports an ip that is none and a host name that is none, at the path", () => {
    const { issues } = readTargets({
      loadBalancer: [{ ip: "10.0.0.300" }, { hostname: "a b" }],
      path: "p",
    });
    expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ["dns-target", "p"],
      ["dns-target", "p"],
    ]);
    expect(issues[0]?.message).to.equal('"10.0.0.300" is not an IPv4 or IPv6 address');
  });
});

describe("mergeTargets", () => {
  it("unites and sorts", () => {
    const all: Targets[] = [
      { addresses: ["10.0.0.2"], hosts: ["b"] },
      { addresses: ["10.0.0.1", "10.0.0.2"], hosts: ["a", "b"] },
    ];
    expect(mergeTargets(deepFreeze(all))).to.deep.equal({
      addresses: ["10.0.0.1", "10.0.0.2"],
      hosts: ["a", "b"],
    });
  });
});

describe("recordsFor", () => {
  const question = (
    targets: Partial<Targets>,
    more: Partial<Parameters<typeof recordsFor>[0]> = {},
  ): Parameters<typeof recordsFor>[0] =>
    deepFreeze({
      dnsName: "web.test",
      targets: { addresses: [], hosts: [], ...targets },
      ownNames: ["web.test"],
      hostAddresses: { "lb.example": ["10.0.0.9", "::9"] },
      mayHaveCname: true,
      ...more,
    });

  it("splits addresses by family", () => {
    expect(recordsFor(question({ addresses: ["10.0.0.1", "::1"] })).records).to.deep.equal({
      A: ["10.0.0.1"],
      AAAA: ["::1"],
    });
  });

  it("makes a lone host name an alias, without asking for its addresses", () => {
    const { records, issues } = recordsFor(question({ hosts: ["unknown.example"] }));
    expect(records).to.deep.equal({ CNAME: ["unknown.example"] });
    expect(issues).to.deep.equal([]);
  });

  const frozen: Readonly<Record<string, Parameters<typeof recordsFor>[0]>> = {
    "a host name beside an address": question({ addresses: ["10.0.0.1"], hosts: ["lb.example"] }),
    "a host name where no CNAME may be": question(
      { hosts: ["lb.example"] },
      { mayHaveCname: false },
    ),
    "two host names": question(
      { hosts: ["lb.example", "lb2.example"] },
      { hostAddresses: { "lb.example": ["10.0.0.9", "::9"], "lb2.example": ["10.0.0.9"] } },
    ),
  };
  for (const [name, asked] of Object.entries(frozen)) {
    it(`freezes the addresses of ${name}, with a warning`, () => {
      const { records, issues } = recordsFor(asked);
      expect(records.A).to.include("10.0.0.9");
      expect(records.AAAA).to.deep.equal(["::9"]);
      expect(
        new Set(issues.map(({ code, severity }) => `${code} ${severity ?? ""}`)),
      ).to.deep.equal(new Set(["dns-frozen-host warning"]));
    });
  }

  const useless: readonly Record<string, string[]>[] = [
    {},
    { "lb2.example": [] },
    { "lb2.example": ["no address"] },
  ];
  for (const addresses of useless) {
    it(`gives no record at all if a host's addresses are ${JSON.stringify(addresses)}`, () => {
      const hostAddresses = { "lb.example": ["10.0.0.9"], ...addresses };
      const { records, issues } = recordsFor(
        question(
          { addresses: ["10.0.0.1"], hosts: ["lb.example", "lb2.example"] },
          { hostAddresses },
        ),
      );
      expect(records).to.deep.equal({});
      expect(issues.map(({ code }) => code)).to.include("dns-unresolved-host");
    });
  }

  it("does not take an inherited property for a host's addresses", () => {
    const { issues } = recordsFor(question({ addresses: ["10.0.0.1"], hosts: ["constructor"] }));
    expect(issues.map(({ code }) => code)).to.deep.equal(["dns-unresolved-host"]);
  });

  it("refuses a host that is a name of the record itself", () => {
    const { records, issues } = recordsFor(question({ hosts: ["web.test"] }));
    expect(records).to.deep.equal({});
    expect(issues.map(({ code }) => code)).to.deep.equal(["dns-target"]);
  });
});
