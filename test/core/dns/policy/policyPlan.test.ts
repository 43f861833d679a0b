import { expect } from "chai";
import { groupByName, type Endpoint } from "../../../../provider/core/dns/records/endpoint";
import type { ClusterDns } from "../../../../provider/core/dns/records/levels";
import type { PolicySettings } from "../../../../provider/core/dns/policy/policy";
import type { PolicyBackend } from "../../../../provider/core/dns/policy/policyBackends";
import {
  compileIngressPolicy,
  compileServicePolicy,
  type PolicyPlan,
} from "../../../../provider/core/dns/policy/policyPlan";
import { validateRecords } from "../../../../provider/core/dns/records/recordRules";
import { deepFreeze } from "../../../support/deepFreeze";

const aws: PolicyBackend = { backend: "external-dns", externalDnsProvider: "aws" };
const powerdns: PolicyBackend = { backend: "powerdns" };
const bind: PolicyBackend = { backend: "bind" };

const at = (cluster: string, ...texts: string[]): ClusterDns => ({
  cluster,
  region: cluster,
  zones: [`${cluster}-a`],
  loadBalancer: texts.map((hostname) => ({ hostname })),
});
const eu = at("eu", "10.0.0.1");
const us = at("us", "10.0.1.1");
const jp = at("jp", "10.0.2.1");

interface Case {
  readonly on: PolicyBackend;
  readonly settings: PolicySettings;
  readonly dns?: readonly ClusterDns[];
}
const service = ({ on, settings, dns = [eu, us, jp] }: Case): PolicyPlan =>
  compileServicePolicy(
    deepFreeze({
      ...on,
      settings,
      record: {
        name: "w",
        namespace: "n",
        spec: { domainRef: "f" },
        status: { domain: "a.test", dns },
      },
      clusters: ["eu", "us", "jp"],
    }),
  );
const ingress = ({ on, settings, dns = [eu, us, jp] }: Case): PolicyPlan =>
  compileIngressPolicy(
    deepFreeze({
      ...on,
      settings,
      record: { spec: { hosts: ["a.test"] }, status: { dns } },
      clusters: ["eu", "us", "jp"],
    }),
  );
/** `type identifier targets name=value…` of each endpoint. */
const lines = (plan: PolicyPlan, named?: string): string[] =>
  plan.endpoints
    .filter(({ dnsName }) => named === undefined || dnsName === named)
    .map(({ recordType, setIdentifier, targets, providerSpecific = [] }: Endpoint) =>
      [
        recordType,
        ...(setIdentifier === undefined ? [] : [setIdentifier]),
        targets.join(","),
        ...providerSpecific.map(({ name, value }) => `${name}=${value}`),
      ].join(" "),
    );
const codes = ({ issues }: PolicyPlan): string[] => issues.map(({ code }) => code);

describe("a policy on Route 53 by way of external-dns", () => {
  const rows: readonly (readonly [string, Omit<Case, "on">, string[]])[] = [
    [
      "weighted: a set for each cluster, drained ones left out",
      { settings: { policy: "weighted", weights: { eu: 3, us: 1 } } },
      ["A eu 10.0.0.1 aws/weight=3", "A us 10.0.1.1 aws/weight=1"],
    ],
    [
      "multivalue without checks: one plain set",
      { settings: { policy: "multivalue" } },
      ["A 10.0.0.1,10.0.1.1,10.0.2.1"],
    ],
    [
      "multivalue with checks: a set for each cluster",
      { settings: { policy: "multivalue", healthCheckIds: { eu: "id1" } }, dns: [eu, us] },
      [
        "A eu 10.0.0.1 aws/health-check-id=id1 aws/multi-value-answer=true",
        "A us 10.0.1.1 aws/multi-value-answer=true",
      ],
    ],
    [
      "failover: a primary with its check, all others together",
      { settings: { policy: "failover", failoverOrder: ["us"], healthCheckIds: { us: "id1" } } },
      [
        "A eu+jp 10.0.0.1,10.0.2.1 aws/failover=SECONDARY",
        "A us 10.0.1.1 aws/failover=PRIMARY aws/health-check-id=id1",
      ],
    ],
    [
      "failover while the primary has no targets: what is left, plain",
      {
        settings: { policy: "failover", failoverOrder: ["us"], healthCheckIds: { us: "id1" } },
        dns: [eu, at("us")],
      },
      ["A 10.0.0.1"],
    ],
    [
      "geo: a set for each place, with a default",
      {
        settings: {
          policy: "geo",
          geo: { eu: { continents: ["EU"], countries: ["TR"] }, us: { isDefault: true } },
        },
        dns: [eu, us],
      },
      [
        "A continent-EU 10.0.0.1 aws/geolocation-continent-code=EU",
        "A country-TR 10.0.0.1 aws/geolocation-country-code=TR",
        "A default 10.0.1.1 aws/geolocation-country-code=*",
      ],
    ],
    [
      "load balancers of AWS: aliases that pass on their health",
      {
        settings: { policy: "weighted", weights: { "*": 1 } },
        dns: [at("eu", "a.eu-west-1.elb.amazonaws.com"), at("us", "b.elb.us-east-1.amazonaws.com")],
      },
      [
        "CNAME eu a.eu-west-1.elb.amazonaws.com alias=true aws/evaluate-target-health=true aws/weight=1",
        "CNAME us b.elb.us-east-1.amazonaws.com alias=true aws/evaluate-target-health=true aws/weight=1",
      ],
    ],
    [
      "settings of the provider go with every set",
      { settings: { providerSpecific: { "aws/region": "eu-1" } }, dns: [eu] },
      ["A 10.0.0.1 aws/region=eu-1"],
    ],
  ];
  for (const [what, given, expected] of rows) {
    it(what, () => {
      const plan = ingress({ on: aws, ...given });
      expect(codes(plan)).to.deep.equal([]);
      expect(lines(plan)).to.deep.equal(expected);
    });
  }

  it("takes two clusters in a row if no third has targets, and refuses three", () => {
    const settings: PolicySettings = {
      policy: "failover",
      failoverOrder: ["us", "eu"],
      healthCheckIds: { us: "id1" },
    };
    expect(lines(ingress({ on: aws, settings, dns: [eu, us] }))).to.deep.equal([
      "A eu 10.0.0.1 aws/failover=SECONDARY",
      "A us 10.0.1.1 aws/failover=PRIMARY aws/health-check-id=id1",
    ]);
    expect(ingress({ on: aws, settings }).issues.map(({ path }) => path)).to.deep.equal([
      "failoverOrder",
    ]);
  });

  it("wants a check for a primary that is no load balancer of AWS", () => {
    const settings: PolicySettings = {
      policy: "failover",
      failoverOrder: ["eu"],
      healthCheckIds: { us: "id1" },
    };
    expect(ingress({ on: aws, settings }).issues.map(({ path }) => path)).to.deep.equal([
      'healthCheckIds["eu"]',
    ]);
    const balancers = [at("eu", "a.eu-west-1.elb.amazonaws.com"), at("us", "b.example.net")];
    expect(codes(ingress({ on: aws, settings, dns: balancers }))).to.deep.equal([]);
  });

  it("does not mix aliases and addresses, but wants the addresses", () => {
    const settings: PolicySettings = { policy: "weighted", weights: { "*": 1 } };
    const plan = ingress({ on: aws, settings, dns: [eu, at("us", "b.example.net")] });
    expect(codes(plan)).to.deep.equal(["dns-unresolved-host"]);
    expect(plan.endpoints).to.deep.equal([]);
  });
});

describe("a policy on a Service's names", () => {
  it("is followed by each name among its own clusters", () => {
    const second = { ...at("eu-2", "10.0.9.1"), region: "eu", zones: ["eu-b"] };
    const settings: PolicySettings = { policy: "weighted", weights: { "*": 1 } };
    const plan = service({ on: aws, settings, dns: [eu, second, us] });
    expect(lines(plan, "w.n.f.svc.eu.a.test")).to.deep.equal([
      "A eu 10.0.0.1 aws/weight=1",
      "A eu-2 10.0.9.1 aws/weight=1",
    ]);
  });

  it("leads the names of drained clusters to the level above", () => {
    const settings: PolicySettings = { policy: "weighted", weights: { eu: 1, us: 1 } };
    const plan = service({ on: powerdns, settings });
    expect(lines(plan, "w.n.f.svc.jp.a.test")).to.deep.equal(["CNAME w.n.f.svc.a.test"]);
  });

  it("answers with drained clusters when no other has targets", () => {
    const settings: PolicySettings = { policy: "weighted", weights: { eu: 1 } };
    const plan = service({ on: powerdns, settings, dns: [at("eu"), us] });
    expect(lines(plan, "w.n.f.svc.a.test")).to.deep.equal(["A 10.0.1.1"]);
  });

  it("lets PowerDNS answer for a failed region with the clusters above", () => {
    const settings: PolicySettings = { policy: "multivalue", healthCheck: { port: 80 } };
    const plan = service({ on: powerdns, settings, dns: [eu, us] });
    expect(lines(plan, "w.n.f.svc.eu.a.test")[0]).to.include("t={{'10.0.0.1'},{'10.0.1.1'}}");
    expect(plan.because["w.n.f.svc.eu.a.test"]).to.equal(
      'region "eu" of "eu" is answered by "eu", if that fails by "us"',
    );
  });

  it("keeps to plain records what cannot be chosen: a lone host stays an alias", () => {
    const settings: PolicySettings = { policy: "multivalue", healthCheck: { port: 80 } };
    const plan = service({ on: powerdns, settings, dns: [at("eu", "lb.example.net")] });
    expect(lines(plan, "w.n.f.svc.a.test")).to.deep.equal(["CNAME lb.example.net"]);
  });

  it("gives records that a name server takes, whatever the policy", () => {
    const policies: PolicySettings[] = [
      { policy: "multivalue", healthCheck: { url: "https://a.test:8443/healthz" } },
      { policy: "weighted", weights: { eu: 2, "*": 1 } },
      { policy: "failover", failoverOrder: ["us"], healthCheck: { port: 443 } },
      { policy: "geo", geo: { eu: { countries: ["DE"] } } },
    ];
    for (const settings of policies) {
      const plan = service({ on: powerdns, settings });
      expect(codes(plan)).to.deep.equal([]);
      for (const wanted of groupByName(plan.endpoints)) {
        expect(validateRecords({ wanted, registry: { ownerId: "me" }, zone: "a.test" })).to.be
          .empty;
      }
    }
  });

  it("publishes nothing of a policy that cannot be done", () => {
    const plan = service({
      on: bind,
      settings: { policy: "geo", geo: { eu: { isDefault: true } } },
    });
    expect([codes(plan), plan.endpoints]).to.deep.equal([["dns-policy"], []]);
  });

  it("may name clusters that have no part in the record now", () => {
    const settings: PolicySettings = { policy: "weighted", weights: { jp: 5, "*": 1 } };
    expect(codes(service({ on: aws, settings, dns: [eu] }))).to.deep.equal([]);
  });
});

describe("a policy on one name", () => {
  const balancer = at("us", "lb.example.net");
  const named = (
    on: PolicyBackend,
    about: {
      readonly dns?: readonly ClusterDns[];
      readonly settings?: PolicySettings;
      readonly host?: string;
      readonly recordTTL?: number;
      readonly addresses?: Readonly<Record<string, readonly string[]>>;
    } = {},
  ): PolicyPlan => {
    const { host = "Web.a.test.", settings = {}, dns = [eu, balancer], recordTTL } = about;
    const { addresses = {} } = about;
    const spec = { hosts: [host], ...(recordTTL !== undefined && { recordTTL }) };
    const record = { spec, status: { dns }, addresses };
    return compileIngressPolicy(deepFreeze({ ...on, settings, record }));
  };

  it("publishes nothing without targets and says so", () => {
    const plan = named(bind, { dns: [] });
    expect([codes(plan), plan.endpoints]).to.deep.equal([["dns-no-targets"], []]);
  });

  it("takes the addresses of hosts where there can be no alias", () => {
    const plan = named(bind, { addresses: { "lb.example.net": ["10.0.1.1"] } });
    expect(lines(plan)).to.deep.equal(["A 10.0.0.1,10.0.1.1"]);
    expect(codes(plan)).to.deep.equal(["dns-frozen-host"]);
  });

  it("refuses a name that is none", () => {
    expect(codes(named(bind, { host: "a b" }))).to.include("dns-name");
  });

  it("has a short TTL where something checks, the usual one elsewhere, or the one that is given", () => {
    const checked: PolicySettings = { policy: "multivalue", healthCheck: { port: 80 } };
    const ttl = (settings: PolicySettings, recordTTL?: number) =>
      named(powerdns, { dns: [eu], settings, ...(recordTTL !== undefined && { recordTTL }) })
        .endpoints[0]?.recordTTL;
    expect(ttl(checked)).to.equal(30);
    expect(ttl({})).to.equal(180);
    expect(ttl(checked, 5)).to.equal(5);
  });

  it("says whether answers change by themselves", () => {
    const by = (on: PolicyBackend, settings: PolicySettings) => named(on, { settings }).failsOver;
    const healthCheck = { url: "http://a.test/z" };
    const texts = [
      by(bind, { policy: "multivalue" }),
      by(powerdns, { policy: "multivalue", healthCheck }),
      by(aws, { policy: "multivalue", healthCheckIds: { us: "1", eu: "2" } }),
    ].map(({ byItself, because }) => `${byItself}: ${because}`);
    expect(texts).to.deep.equal([
      "false: nothing checks the addresses; what fails stays in the answers of BIND until the next update, and in caches for the TTL after it",
      "true: PowerDNS checks http://a.test/z of each address itself, every lua-health-checks-interval (5 s unless configured), and answers without those that fail",
      'true: Route 53 answers without a cluster whose health check fails: "eu", "us"',
    ]);
  });
});
