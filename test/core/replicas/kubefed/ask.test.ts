import { expect } from "chai";
import * as fc from "fast-check";
import { askFor, explainAsk } from "../../../../provider/core/replicas/kubefed/ask";

describe("askFor", () => {
  const rows: [name: string, request: number[], because: string][] = [
    ["a whole part", [1, 3, 9, 9], "weight 1 of 3 asks for 3"],
    ["a part to round", [2, 4, 9, 9], "weight 2 of 4 asks for 4.5, rounded up"],
    ["two decimals at most", [1, 3, 10, 10], "weight 1 of 3 asks for 3.33, rounded up"],
    ["less than the total", [1, 2, 4, 9], "weight 1 of 2 asks for 2 of the remaining 4"],
    ["a weight of 0", [0, 2, 9, 9], "weight 0 asks for nothing"],
    [
      "barely more than nothing",
      [1, 9999, 1, 1],
      "weight 1 of 9999 asks for just over 0, rounded up",
    ],
    [
      "barely more than 3",
      [3001, 9000, 9, 9],
      "weight 3001 of 9000 asks for just over 3, rounded up",
    ],
    [
      "barely less than 3",
      [2999, 9000, 9, 9],
      "weight 2999 of 9000 asks for just under 3, rounded up",
    ],
  ];
  for (const [name, [weight = 0, weights = 0, toDivide = 0, totalReplicas = 0], because] of rows) {
    it(`says: ${name}`, () => {
      const ask = askFor({ weight, weights, toDivide });
      expect(explainAsk(ask, totalReplicas)).to.equal(because);
    });
  }

  it("rounds up exactly, also where floating point could not", () => {
    const large = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    const small = fc.integer({ min: 1, max: 1000 });
    const number = fc.oneof(large, small);
    fc.assert(
      fc.property(number, number, number, (toDivide, a, b) => {
        const [weight, weights] = [Math.min(a, b), Math.max(a, b)];
        const { replicas } = askFor({ weight, weights, toDivide });
        const product = BigInt(toDivide) * BigInt(weight);
        expect(BigInt(replicas) * BigInt(weights) >= product, "enough").to.equal(true);
        expect(BigInt(replicas - 1) * BigInt(weights) < product, "not one more").to.equal(true);
      }),
    );
  });
});
