import { expect } from "chai";
import { topologyOf } from "../../../provider/core/placement/topology";

describe("topologyOf", () => {
  it("has region and zone under their names, and under those of Kubernetes", () => {
    const { eu } = topologyOf([
      { name: "eu", region: "west", zones: ["a"], labels: { tier: "prod" } },
    ]);
    expect(eu).to.deep.equal({
      tier: "prod",
      region: "west",
      zone: "a",
      "topology.kubernetes.io/region": "west",
      "topology.kubernetes.io/zone": "a",
    });
  });

  it("takes labels where the cluster says nothing", () => {
    expect(topologyOf([{ name: "eu", labels: { region: "west" } }])).to.deep.equal({
      eu: { region: "west" },
    });
  });

  it("makes several zones a domain of their own, in whatever order", () => {
    expect(topologyOf([{ name: "eu", zones: ["b", "a"] }]).eu).to.have.property("zone", "a+b");
  });
});
