import { expect } from "chai";
import { findCandidates, validateWeights } from "../../../provider/core/replicas/candidate";
import { deepFreeze } from "../../support/deepFreeze";

const plain = { minReplicas: 0, maxReplicas: Infinity, capacity: Infinity, current: 0 };

describe("findCandidates", () => {
  const rows: [
    name: string,
    known: Parameters<typeof findCandidates>[1],
    eu: object | undefined,
  ][] = [
    ["no preferences are weight 1 for all", {}, { weight: 1 }],
    ["empty preferences are weight 1 for all", { preferences: {} }, { weight: 1 }],
    [
      "a name wins over *",
      { preferences: { "*": { weight: 1 }, eu: { weight: 2 } } },
      { weight: 2 },
    ],
    ["* is for those not named", { preferences: { "*": { weight: 3 }, us: {} } }, { weight: 3 }],
    ["neither its name nor * is no candidate", { preferences: { us: { weight: 1 } } }, undefined],
    ["an empty preference has weight 0", { preferences: { eu: {} } }, { weight: 0 }],
    [
      "limits are taken over",
      { preferences: { eu: { minReplicas: 1, maxReplicas: 0 } } },
      { weight: 0, minReplicas: 1, maxReplicas: 0 },
    ],
    ["a capacity of 0 is a limit", { capacity: { eu: 0 } }, { weight: 1, capacity: 0 }],
    ["what runs is taken over", { current: { eu: 4, us: 5 } }, { weight: 1, current: 4 }],
  ];
  for (const [name, known, eu] of rows) {
    it(name, () => {
      const expected = eu === undefined ? undefined : { name: "eu", ...plain, ...eu };
      expect(findCandidates(["eu"], deepFreeze(known))).to.deep.equal([expected]);
    });
  }

  it("a cluster called constructor has no limits that it was not given", () => {
    const [candidate] = findCandidates(["constructor"], { current: {}, capacity: {} });
    expect(candidate).to.deep.equal({ name: "constructor", weight: 1, ...plain });
  });
});

describe("validateWeights", () => {
  const weighing = (weight: number): Parameters<typeof validateWeights>[0][0] => ({
    name: "eu",
    weight,
    ...plain,
  });

  it("accepts weights whose sum is exact", () => {
    expect(validateWeights([weighing(Number.MAX_SAFE_INTEGER - 1), weighing(1)])).to.deep.equal([]);
  });

  it("refuses weights whose sum is not", () => {
    const issues = validateWeights([weighing(Number.MAX_SAFE_INTEGER), weighing(1)]);
    expect(issues).to.deep.equal([
      {
        code: "preference-invalid",
        path: "preferences",
        message: "weights of the clusters add up to more than 9007199254740991",
      },
    ]);
  });
});
