import { expect } from "chai";
import fc from "fast-check";
import { divideByWeight, divisionOf } from "../../../provider/core/migration/karmadaDivision";

const clusters = ["a", "b", "c"].map((name) => ({
  name,
  labels: { zone: name === "c" ? "far" : "near" },
  provider: "",
  taints: [],
}));

function weighted(staticWeightList: readonly object[]): Readonly<Record<string, unknown>> {
  return {
    replicaScheduling: {
      replicaSchedulingType: "Divided",
      replicaDivisionPreference: "Weighted",
      weightPreference: { staticWeightList },
    },
  };
}

describe("Karmada's division", () => {
  it("gives every replica to a cluster, and takes none away when there is one more", () => {
    const weights = fc.dictionary(
      fc.constantFrom("a", "b", "c", "d"),
      fc.integer({ min: 1, max: 9 }),
      {
        minKeys: 1,
      },
    );
    fc.assert(
      fc.property(fc.nat(40), weights, (replicas, given) => {
        const map = new Map(Object.entries(given));
        const [now, then] = [divideByWeight(replicas, map), divideByWeight(replicas + 1, map)];
        expect([...now.values()].reduce((sum, each) => sum + each, 0)).to.equal(replicas);
        for (const [cluster, held] of now) expect(then.get(cluster)).to.be.at.least(held);
      }),
    );
  });

  it("gives equal claims to the cluster with fewer replicas, then to the smaller name", () => {
    expect(
      Object.fromEntries(
        divideByWeight(
          1,
          new Map([
            ["b", 1],
            ["a", 1],
          ]),
        ),
      ),
    ).to.deep.equal({ a: 1, b: 0 });
  });

  const rows = [
    {
      what: "the largest weight that names a cluster counts",
      list: [
        { targetCluster: { clusterNames: ["a"] }, weight: 1 },
        { targetCluster: { labelSelector: { matchLabels: { zone: "near" } } }, weight: 3 },
      ],
      weights: { a: 3, b: 3 },
    },
    { what: "with no weights everyone gets the same", list: [], weights: { a: 1, b: 1, c: 1 } },
    {
      what: "with weights for nobody everyone gets the same",
      list: [{ targetCluster: { clusterNames: ["x"] }, weight: 5 }],
      weights: { a: 1, b: 1, c: 1 },
    },
  ];
  for (const { what, list, weights } of rows) {
    it(what, () => {
      const division = divisionOf(weighted(list), clusters);
      expect(division.sort === "weighted" && Object.fromEntries(division.weights)).to.deep.equal(
        weights,
      );
    });
  }

  it("does not pretend to know the room that clusters have", () => {
    const placement = {
      replicaScheduling: {
        replicaSchedulingType: "Divided",
        replicaDivisionPreference: "Aggregated",
      },
    };
    expect(divisionOf(placement, clusters).sort).to.equal("unknown");
  });
});
