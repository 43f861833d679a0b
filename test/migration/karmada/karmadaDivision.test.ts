import { expect } from "chai";
import { divisionOf } from "../../../provider/migration/karmada/karmadaDivision";

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
      what: "a weight of 0 is none",
      list: [{ targetCluster: { clusterNames: ["a"] }, weight: 0 }],
      weights: { a: 1, b: 1, c: 1 },
    },
    {
      what: "with weights for nobody everyone gets the same",
      list: [{ targetCluster: { clusterNames: ["x"] }, weight: 5 }],
      weights: { a: 1, b: 1, c: 1 },
    },
  ];
  for (const { what, list, weights } of rows) {
    it(what, () => {
      const division = divisionOf(weighted(list), clusters);
      expect(division.sort === "weighted" && division.weights).to.deep.equal(weights);
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
