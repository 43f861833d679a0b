import { expect } from "chai";
import * as fc from "fast-check";
import { planReplicas, type ReplicasToPlan } from "../../../../provider/core/replicas/plan";
import { replicaDivisions } from "../../../support/replicaDivisions";
import { followSentence } from "../pencil";

type Row = readonly [
  name: string,
  division: Omit<ReplicasToPlan, "clusters"> & { readonly clusters?: readonly string[] },
  because: Readonly<Record<string, string>>,
];

// Without a key the line is C, B, A where weights are equal.
const rows: readonly Row[] = [
  [
    "a part, rounded up",
    { totalReplicas: 9, preferences: { A: { weight: 2 }, "*": { weight: 1 } } },
    { A: "5 of 9: weight 2 of 4 asks for 4.5, rounded up" },
  ],
  [
    "the end of the line",
    { totalReplicas: 50 },
    {
      A: "16 of 50: weight 1 of 3 asks for 16.67, rounded up, cut to the 16 left for number 3 by weight and hash",
    },
  ],
  [
    "a minimum first",
    { totalReplicas: 9, preferences: { A: { minReplicas: 3 }, B: { weight: 1, minReplicas: 2 } } },
    {
      A: "3 of 9: minimum 3, then weight 0 asks for nothing",
      B: "6 of 9: minimum 2, then weight 1 of 1 asks for 4 of the remaining 4",
      C: '0 of 9: no preference names it and there is none for "*"',
    },
  ],
  [
    "minimums that do not fit",
    { totalReplicas: 5, preferences: { "*": { weight: 1, minReplicas: 3 } } },
    {
      A: "0 of 5: minimum 3, cut to the 0 left for number 3 by weight and hash, then nothing is left to divide by weight",
      B: "2 of 5: minimum 3, cut to the 2 left for number 2 by weight and hash, then nothing is left to divide by weight",
      C: "3 of 5: minimum 3, then nothing is left to divide by weight",
    },
  ],
  [
    "a minimum above the capacity",
    { totalReplicas: 4, preferences: { A: { minReplicas: 3 } }, capacity: { A: 1 } },
    { A: "1 of 4: minimum 3, cut to its capacity 1, then weight 0 asks for nothing" },
  ],
  [
    "a maximum, and who takes the rest",
    { totalReplicas: 9, preferences: { A: { weight: 1, maxReplicas: 1 }, B: { weight: 1 } } },
    {
      A: "1 of 9: weight 1 of 2 asks for 4.5, rounded up, cut to the 4 left for number 2 by weight and hash, cut to its maximum 1",
      B: "8 of 9: weight 1 of 2 asks for 4.5, rounded up, then weight 1 of 1 asks for 3 of the remaining 3",
    },
  ],
  [
    "nothing of a later round that passes by",
    {
      clusters: ["A", "B", "C", "D"],
      totalReplicas: 3,
      preferences: { C: { weight: 1, maxReplicas: 0 }, "*": { weight: 1 }, D: {} },
    },
    {
      A: "1 of 3: weight 1 of 3 asks for 1",
      B: "2 of 3: weight 1 of 3 asks for 1, then weight 1 of 2 asks for 0.5 of the remaining 1, rounded up",
      D: "0 of 3: weight 0 asks for nothing",
    },
  ],
  [
    "a capacity, and its overflow",
    { totalReplicas: 6, rebalance: true, capacity: { A: 0, B: 9 } },
    {
      A: "0 of 6: weight 1 of 3 asks for 2, cut to its capacity 0, and the 2 above it as overflow",
      B: "3 of 6: weight 1 of 3 asks for 2, then weight 1 of 2 asks for 1 of the remaining 2",
    },
  ],
  [
    "overflow trimmed to what stays unplaced",
    { totalReplicas: 9, preferences: { "*": { weight: 1, maxReplicas: 4 } }, capacity: { A: 0 } },
    {
      A: "0 of 9: weight 1 of 3 asks for 3, cut to its capacity 0, and 1 of the 3 above it as overflow",
      B: "4 of 9: weight 1 of 3 asks for 3, then weight 1 of 2 asks for 1.5 of the remaining 3, rounded up, cut to its maximum 4",
    },
  ],
  [
    "what runs is kept, and counted",
    { totalReplicas: 15, preferences: { A: { weight: 1 }, B: { weight: 1 } }, current: { B: 8 } },
    {
      A: "7 of 15: weight 1 of 2 asks for 3.5 of the remaining 7, rounded up, then weight 1 of 2 asks for 1.5 of the remaining 3, rounded up, then weight 1 of 2 asks for 0.5 of the remaining 1, rounded up",
      B: "8 of 15: keeps its current 8, then weight 1 of 2 asks for 3.5 of the remaining 7, rounded up, of which it has 4 already, then weight 1 of 2 asks for 1.5 of the remaining 3, rounded up, of which it has 2 already, then weight 1 of 2 asks for 0.5 of the remaining 1, rounded up, of which it has 1 already",
    },
  ],
  [
    "what runs and cannot be kept",
    {
      totalReplicas: 9,
      preferences: { A: { weight: 2, maxReplicas: 3 }, B: { weight: 1 }, C: { minReplicas: 1 } },
      current: { A: 5, B: 6, C: 4 },
      capacity: { B: 2 },
    },
    {
      A: "3 of 9: keeps its current 5, cut to its maximum 3, then nothing is left to divide by weight",
      B: "2 of 9: keeps its current 6, cut to its capacity 2, then nothing is left to divide by weight",
      C: "4 of 9: minimum 1, then keeps its current 4, then weight 0 asks for nothing",
    },
  ],
  [
    "what runs beyond the total",
    { totalReplicas: 3, current: { A: 2, B: 2, C: 2 } },
    {
      A: "0 of 3: keeps its current 2, cut to the 0 left for number 3 by weight and hash, then nothing is left to divide by weight",
      B: "1 of 3: keeps its current 2, cut to the 1 left for number 2 by weight and hash, then nothing is left to divide by weight",
    },
  ],
];

describe("because", () => {
  for (const [name, division, because] of rows) {
    it(`explains ${name}`, () => {
      const plan = planReplicas({ clusters: ["A", "B", "C"], ...division });
      expect(plan.because).to.deep.include(because);
    });
  }

  it("can be followed with a pencil, to the replicas and the overflow, for any division", () => {
    fc.assert(
      fc.property(replicaDivisions, (division) => {
        const { replicas, overflow, because } = planReplicas(division);
        for (const [name, sentence] of Object.entries(because)) {
          const entry = (of: object): unknown =>
            Object.entries(of).find(([key]) => key === name)?.[1];
          expect(followSentence(sentence), sentence).to.deep.equal({
            replicas: entry(replicas),
            overflow: entry(overflow) ?? 0,
          });
          expect(sentence.split(": ")[0]).to.equal(
            `${String(entry(replicas))} of ${division.totalReplicas}`,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
