import { expect } from "chai";
import fc from "fast-check";
import { parseQuantity } from "../../../provider/core/capacity/quantity";

const NANO = 1_000_000_000n;

describe("a Kubernetes quantity", () => {
  const rows: readonly [value: unknown, amount: bigint | undefined][] = [
    ["0", 0n],
    ["1", NANO],
    [3, 3n * NANO],
    [0.5, NANO / 2n],
    ["250m", NANO / 4n],
    ["1.5", (NANO * 3n) / 2n],
    ["1.", NANO],
    [".5", NANO / 2n],
    ["+2", 2n * NANO],
    ["-2", -2n * NANO],
    ["1n", 1n],
    ["1u", 1000n],
    ["2k", 2000n * NANO],
    ["1Ki", 1024n * NANO],
    ["1.5Gi", 1_610_612_736n * NANO],
    ["1E", 10n ** 18n * NANO],
    ["1Ei", 2n ** 60n * NANO],
    ["1E3", 1000n * NANO],
    ["1e3", 1000n * NANO],
    ["12e-1", (NANO * 12n) / 10n],
    ["0.1n", 1n],
    ["-0.1n", -1n],
    ["9007199254740993", 9_007_199_254_740_993n * NANO],
    ["1e999999999", undefined],
    ["", undefined],
    [".", undefined],
    ["m", undefined],
    ["1 Gi", undefined],
    ["1gi", undefined],
    ["1.5.2", undefined],
    ["0x10", undefined],
    [null, undefined],
    [Infinity, undefined],
  ];
  for (const [value, amount] of rows) {
    it(`${JSON.stringify(value)} is ${amount === undefined ? "none" : `${amount} billionths`}`, () => {
      expect(parseQuantity(value)).to.equal(amount);
    });
  }

  it("is the same amount in whichever unit it is written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 80n }), (amount) => {
        const texts = [
          `${amount}n`,
          `${amount}000n`,
          `${amount}u`,
          `${amount}000000m`,
          `${amount}k`,
        ];
        expect(texts.map(parseQuantity)).to.deep.equal([
          amount,
          amount * 1000n,
          amount * 1000n,
          amount * 1_000_000_000_000n,
          amount * 1_000_000_000_000n,
        ]);
      }),
    );
  });
});
