import { expect } from "chai";
import * as fc from "fast-check";
import { planReplicas } from "../../../../provider/core/replicas/plan";
import { deepFreeze } from "../../../support/deepFreeze";
import { replicaDivisions } from "../../../support/replicaDivisions";
import { planNaively } from "./naivePlanner";

describe("divideAsKubeFed", () => {
  it("gives what the rules give, stated once more and naively", () => {
    fc.assert(
      fc.property(replicaDivisions, (division) => {
        const ours = planReplicas(deepFreeze(division));
        const naive = planNaively(division);
        expect(new Map(Object.entries(ours.replicas))).to.deep.equal(
          new Map([...naive.replicas].sort(([a], [b]) => (a < b ? -1 : 1))),
        );
        expect(Object.fromEntries(Object.entries(ours.overflow))).to.deep.equal(
          Object.fromEntries(naive.overflow),
        );
      }),
      { numRuns: 1000 },
    );
  });

  type Row = readonly [
    name: string,
    division: Parameters<typeof planReplicas>[0],
    replicas: Readonly<Record<string, number>>,
  ];
  const rows: readonly Row[] = [
    [
      "minimums come before weights, so 10 at 2 to 3 with minimums 2 and 4 is 3 and 7",
      {
        clusters: ["A", "B"],
        totalReplicas: 10,
        preferences: { A: { weight: 2, minReplicas: 2 }, B: { weight: 3, minReplicas: 4 } },
      },
      { A: 3, B: 7 },
    ],
    [
      "a cluster that runs too many keeps them, though the weights want an even split",
      { clusters: ["A", "B"], totalReplicas: 10, current: { A: 9 } },
      { A: 9, B: 1 },
    ],
    [
      "with rebalance it gives them up",
      { clusters: ["A", "B"], totalReplicas: 10, current: { A: 9 }, rebalance: true },
      { A: 5, B: 5 },
    ],
    [
      "30 over 20 equal clusters leave five with nothing, because every part is rounded up",
      { clusters: letters(20), totalReplicas: 30 },
      {
        ...Object.fromEntries(letters(20).map((name) => [name, 2])),
        ...{ A: 0, B: 0, C: 0, D: 0, E: 0 },
      },
    ],
    [
      "without any weight only minimums are given",
      { clusters: ["A", "B"], totalReplicas: 10, preferences: { "*": { minReplicas: 2 } } },
      { A: 2, B: 2 },
    ],
    [
      "weights past 32 bits are divided exactly",
      {
        clusters: ["A", "B"],
        totalReplicas: 3,
        preferences: { A: { weight: 2 ** 52 }, B: { weight: 2 ** 51 } },
      },
      { A: 2, B: 1 },
    ],
  ];
  for (const [name, division, replicas] of rows) {
    it(name, () => {
      expect(planReplicas(deepFreeze(division)).replicas).to.deep.equal(replicas);
    });
  }
});

function letters(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String.fromCharCode(65 + i));
}
