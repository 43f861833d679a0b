import { expect } from "chai";
import {
  type ClusterObservation,
  ingressDnsStatus,
  serviceDnsStatus,
} from "../../../../provider/core/dns/records/status";
import { deepFreeze } from "../../../support/deepFreeze";

const seen = (more: Partial<ClusterObservation> = {}): ClusterObservation => ({
  cluster: "eu-1",
  isReady: true,
  region: "eu",
  zones: ["eu-a"],
  loadBalancer: [{ ip: "10.0.0.1" }],
  hasReadyEndpoints: true,
  ...more,
});
const place = { cluster: "eu-1", region: "eu", zones: ["eu-a"] };
const last = { ...place, loadBalancer: [{ ip: "10.0.0.9" }] };
const full = { ...place, loadBalancer: [{ ip: "10.0.0.1" }] };

describe("serviceDnsStatus", () => {
  const rows: readonly {
    readonly name: string;
    readonly cluster: Partial<ClusterObservation>;
    readonly more?: Partial<Parameters<typeof serviceDnsStatus>[0]>;
    readonly dns: readonly object[];
    readonly because: string;
  }[] = [
    { name: "a ready cluster", cluster: {}, dns: [full], because: "is ready" },
    {
      name: "a ready cluster whose load balancer has no address yet",
      cluster: { loadBalancer: [] },
      dns: [place],
      because: "has no load balancer address yet",
    },
    {
      name: "a ready cluster without ready endpoints",
      cluster: { hasReadyEndpoints: false },
      dns: [place],
      because: "has no ready endpoint of the Service",
    },
    {
      name: "the same, with unhealthy clusters kept",
      cluster: { hasReadyEndpoints: false },
      more: { unhealthy: "keep" },
      dns: [full],
      because: "is ready",
    },
    {
      name: "a ready cluster whose nodes are gone for a moment",
      cluster: { region: "", zones: [] },
      more: { previous: [last] },
      dns: [full],
      because: "is ready",
    },
    {
      name: "a cluster that is not ready",
      cluster: { isReady: false, region: "", zones: [] },
      more: { previous: [last] },
      dns: [place],
      because: "is not ready; its targets are left out",
    },
    {
      name: "the same, with unhealthy clusters kept",
      cluster: { isReady: false, loadBalancer: [] },
      more: { previous: [last], unhealthy: "keep" },
      dns: [last],
      because: "is not ready; what was last known is kept",
    },
    {
      name: "a cluster that is not ready and never was",
      cluster: { isReady: false, region: "", zones: [] },
      dns: [],
      because: "is not ready and its region and zones were never known",
    },
  ];
  for (const { name, cluster, more, dns, because } of rows) {
    it(`${name}: ${because}`, () => {
      const status = serviceDnsStatus(deepFreeze({ clusters: [seen(cluster)], ...more }));
      expect(status).to.deep.equal({ dns, because: { "eu-1": because }, issues: [] });
    });
  }

  it("gives nothing for the whole record if one ready cluster has no place, and says what to do", () => {
    const status = serviceDnsStatus({ clusters: [seen(), seen({ cluster: "us-1", region: "" })] });
    expect(status.dns).to.deep.equal([]);
    expect(status.issues.map(({ code }) => code)).to.deep.equal(["dns-location"]);
    expect(status.issues[0]?.message).to.include("state `region` and `zones`");
  });

  it("forgets clusters that are no longer seen", () => {
    expect(serviceDnsStatus({ clusters: [], previous: [last] }).dns).to.deep.equal([]);
  });
});

describe("ingressDnsStatus", () => {
  it("leaves out clusters that are not ready, and keeps their last targets if asked to", () => {
    const question = deepFreeze({
      clusters: [seen({ cluster: "us-1" }), seen({ isReady: false })],
      previous: [last],
    });
    const ready = { cluster: "us-1", loadBalancer: [{ ip: "10.0.0.1" }] };
    expect(ingressDnsStatus(question).dns).to.deep.equal([ready]);
    expect(ingressDnsStatus({ ...question, unhealthy: "keep" }).dns).to.deep.equal([
      { cluster: "eu-1", loadBalancer: last.loadBalancer },
      ready,
    ]);
  });
});
