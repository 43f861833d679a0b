import { expect } from "chai";
import { declaredFleet } from "../../../provider/report/status/declaredFleet";
import { fleetStatus } from "../../../provider/report/status/fleetStatus";
import { renderStatus } from "../../../provider/report/status/renderStatus";
import { renderStatusHtml } from "../../../provider/report/status/renderStatusHtml";
import { plain } from "../../../provider/report/text/paint";
import { deepFreeze } from "../../support/deepFreeze";

const type = "kubefed:index:MultiClusterIngress";
const urn = (name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const ingress = (name: string, backend: string, more: object) => ({
  urn: urn(name),
  type,
  outputs: {
    plan: {
      kind: "MultiClusterIngress",
      name,
      backend,
      clusters: [
        { cluster: "ap", selected: false, reason: "not named" },
        { cluster: "eu", selected: true, weight: 0, because: "drained" },
        { cluster: "us", selected: true, weight: 2, because: "weight 2 of 2" },
      ],
    },
    ...more,
  },
});
const resources = deepFreeze([
  ingress("shop", "haproxy", { address: "203.0.113.9", failsOver: { byItself: true } }),
  ingress("gate", "gateway", { failsOver: { byItself: false } }),
  // Google's resources are objects of no cluster.
  {
    urn: `${urn("x")}$gcp::x`,
    parent: `${urn("shop")}$front`,
    custom: true,
    type: "gcp:x",
    inputs: {},
  },
]);

describe("the state of an Ingress over many clusters", () => {
  const status = fleetStatus(declaredFleet({ deployment: { resources } }), []);

  it("is what the last update planned: who gets what and why, and where requests go", () => {
    expect(status.objects).to.deep.equal([]);
    const text = renderStatus(status, { paint: plain, width: 100 });
    expect(text.split("\n").filter((line) => line.includes("MultiClusterIngress"))).to.deep.equal([
      "  MultiClusterIngress gate: eu drained, us weight 2 of 2; gateway, does not fail over by itself",
      "  MultiClusterIngress shop: eu drained, us weight 2 of 2; haproxy at 203.0.113.9, fails over by itself",
    ]);
    expect(status.ingresses?.[1]?.clusters).to.deep.equal([
      { cluster: "eu", weight: 0, because: "drained" },
      { cluster: "us", weight: 2, because: "weight 2 of 2" },
    ]);
  });

  it("is on the page too, and nowhere where there is none", () => {
    expect(renderStatusHtml(status)).to.include("MultiClusterIngress gate: eu drained");
    const none = fleetStatus(declaredFleet({ deployment: { resources: [] } }), []);
    expect(renderStatusHtml(none)).to.not.include("Shares as of the last update");
    expect(renderStatus(none, { paint: plain, width: 100 })).to.not.include("Shares");
  });
});
