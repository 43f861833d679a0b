import { expect } from "chai";
import fc from "fast-check";
import { placeValueOf, topologyOf } from "../../../provider/core/placement/topology";

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

  it("has the same under each key as is found of the key alone", () => {
    const keys = ["region", "zone", "tier"].flatMap((key) => [
      key,
      `topology.kubernetes.io/${key}`,
    ]);
    const cluster = fc.record(
      {
        name: fc.constantFrom("eu", "__proto__"),
        region: fc.constantFrom("west", "east"),
        zones: fc.subarray(["a", "b"]),
        labels: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom("x", "y")),
      },
      { requiredKeys: ["name"] },
    );
    fc.assert(
      fc.property(cluster, fc.constantFrom(...keys, "constructor"), (member, key) => {
        const [values = {}] = Object.values(topologyOf([member]));
        const value = Object.hasOwn(values, key) ? values[key] : undefined;
        expect(placeValueOf(member, key)).to.equal(value);
      }),
    );
  });
});
