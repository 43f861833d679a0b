import { expect } from "chai";
import fc from "fast-check";
import { type ClusterDns, serviceLevels } from "../../../../provider/core/dns/records/levels";
import { deepFreeze } from "../../../support/deepFreeze";

const names = { prefix: "web.ns.fed.svc", domain: "a.test" };

describe("serviceLevels", () => {
  it("gives each cluster's targets to its zones, its region and the global name", () => {
    const clusters: ClusterDns[] = [
      { cluster: "c2", region: "eu", zones: ["z1"], loadBalancer: [{ ip: "10.0.0.2" }] },
      {
        cluster: "c1",
        region: "eu",
        zones: ["z2", "z1", "z1"],
        loadBalancer: [{ ip: "10.0.0.1" }],
      },
    ];
    const { levels } = serviceLevels(deepFreeze({ ...names, clusters }));
    expect(
      levels.map(({ dnsName, above, clusters: at, targets }) => [
        dnsName,
        above,
        at,
        targets.addresses,
      ]),
    ).to.deep.equal([
      ["web.ns.fed.svc.a.test", undefined, ["c1", "c2"], ["10.0.0.1", "10.0.0.2"]],
      ["web.ns.fed.svc.eu.a.test", "web.ns.fed.svc.a.test", ["c1", "c2"], ["10.0.0.1", "10.0.0.2"]],
      [
        "web.ns.fed.svc.z1.eu.a.test",
        "web.ns.fed.svc.eu.a.test",
        ["c1", "c2"],
        ["10.0.0.1", "10.0.0.2"],
      ],
      ["web.ns.fed.svc.z2.eu.a.test", "web.ns.fed.svc.eu.a.test", ["c1"], ["10.0.0.1"]],
    ]);
  });

  it("keeps zones of one name in two regions apart", () => {
    const clusters = ["eu", "us"].map((region) => ({ cluster: region, region, zones: ["a"] }));
    const { levels } = serviceLevels({ ...names, clusters });
    expect(levels.map(({ dnsName }) => dnsName)).to.include.members([
      "web.ns.fed.svc.a.eu.a.test",
      "web.ns.fed.svc.a.us.a.test",
    ]);
  });

  it("puts a cluster without region on the global level only, zones or not", () => {
    const { levels } = serviceLevels({ ...names, clusters: [{ cluster: "c", zones: ["z1"] }] });
    expect(levels.map(({ dnsName }) => dnsName)).to.deep.equal(["web.ns.fed.svc.a.test"]);
  });

  it("reports names that DNS does not allow, and where they come from", () => {
    const clusters = [{ cluster: "c", region: "eu west", zones: ["z".repeat(64)] }];
    const { issues } = serviceLevels({ ...names, clusters });
    expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ["dns-name", 'region "eu west"'],
      ["dns-name", `zone "${"z".repeat(64)}"`],
    ]);
  });

  it("does not depend on the order of clusters", () => {
    const cluster = fc.record({
      cluster: fc.constantFrom("a", "b", "c"),
      region: fc.constantFrom("eu", "us"),
      zones: fc.subarray(["z1", "z2"]),
      loadBalancer: fc.subarray([{ ip: "10.0.0.1" }, { ip: "10.0.0.2" }]),
    });
    const list = fc.uniqueArray(cluster, { selector: (each) => each.cluster });
    fc.assert(
      fc.property(list, (clusters) => {
        const reversed = serviceLevels({ ...names, clusters: [...clusters].reverse() });
        expect(serviceLevels({ ...names, clusters })).to.deep.equal(reversed);
      }),
    );
  });
});
