import { expect } from "chai";
import {
  planIngressRecord,
  planServiceRecord,
} from "../../../../provider/core/dns/policy/recordPlan";
import { deepFreeze } from "../../../support/deepFreeze";

const eu = {
  cluster: "eu",
  isReady: true,
  region: "eu",
  zones: ["eu-a"],
  loadBalancer: [{ ip: "10.0.0.1" }],
  hasReadyEndpoints: true,
};
const us = {
  ...eu,
  cluster: "us",
  region: "us",
  zones: ["us-a"],
  loadBalancer: [{ ip: "10.0.0.2" }],
};

function planService(more: Partial<Parameters<typeof planServiceRecord>[0]>) {
  const record = { name: "web", namespace: "ns", spec: { domainRef: "fed" }, domain: "a.test" };
  const plan = planServiceRecord(deepFreeze({ ...record, clusters: [eu, us], ...more }));
  const at = (place: string) =>
    plan.endpoints
      .filter(({ dnsName }) => dnsName === `web.ns.fed.svc.${place}a.test`)
      .flatMap(({ recordType, targets }) => [recordType, ...targets]);
  return { ...plan, all: at(""), us: at("us."), usA: at("us-a.us.") };
}

describe("planServiceRecord", () => {
  const global = "web.ns.fed.svc.a.test";

  it("points the names of a cluster that is not ready to the level above", () => {
    const plan = planService({ clusters: [eu, { ...us, isReady: false }] });
    expect([plan.all, plan.us, plan.usA]).to.deep.equal([
      ["A", "10.0.0.1"],
      ["CNAME", global],
      ["CNAME", `web.ns.fed.svc.us.a.test`],
    ]);
    expect(plan.clustersBecause.us).to.equal("is not ready; its targets are left out");
  });

  it("keeps what was last known of it if told so", () => {
    const plan = planService({ clusters: [eu, { ...us, isReady: false }], unhealthy: "keep" });
    expect([plan.all, plan.us]).to.deep.equal([
      ["A", "10.0.0.1", "10.0.0.2"],
      ["A", "10.0.0.2"],
    ]);
  });

  it("leaves out a Service without ready endpoints, unless those are allowed or kept", () => {
    const clusters = [eu, { ...us, hasReadyEndpoints: false }];
    expect(planService({ clusters }).us).to.deep.equal(["CNAME", global]);
    expect(planService({ clusters, unhealthy: "keep" }).us).to.deep.equal(["A", "10.0.0.2"]);
    expect(planService({ clusters, allowServiceWithoutEndpoints: true }).us).to.deep.equal([
      "A",
      "10.0.0.2",
    ]);
  });

  it("publishes nothing, with a warning, when no cluster is left", () => {
    const { endpoints, issues } = planService({ clusters: [{ ...eu, isReady: false }] });
    expect(endpoints).to.deep.equal([]);
    expect(issues.map(({ code, severity }) => [code, severity])).to.deep.equal([
      ["dns-no-targets", "warning"],
    ]);
  });

  it("needs the addresses of a host that stands beside others", () => {
    const clusters = [eu, { ...us, loadBalancer: [{ hostname: "lb.test" }] }];
    expect(planService({ clusters }).issues.map(({ code }) => code)).to.include(
      "dns-unresolved-host",
    );
    const plan = planService({ clusters, addresses: { "lb.test": ["10.0.0.9"] } });
    expect([plan.all, plan.us]).to.deep.equal([
      ["A", "10.0.0.1", "10.0.0.9"],
      ["CNAME", "lb.test"],
    ]);
  });
});

describe("planIngressRecord", () => {
  it("has the addresses of all clusters that are ready, and says why", () => {
    const clusters = [eu, { ...us, isReady: false }];
    const plan = planIngressRecord(deepFreeze({ hosts: ["shop.a.test"], clusters }));
    expect(plan.endpoints.map(({ targets }) => targets)).to.deep.equal([["10.0.0.1"]]);
    expect(plan.clustersBecause).to.deep.equal({ eu: "is ready", us: "is not ready" });
  });
});
