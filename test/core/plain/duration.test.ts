import { expect } from "chai";
import { parseDuration } from "../../../provider/core/plain/duration";

describe("a duration", () => {
  const rows: [text: string, expected: number | undefined][] = [
    ["1h30m", 5_400_000],
    ["90s", 90_000],
    ["1.5s", 1500],
    [".5m", 30_000],
    ["250ms", 250],
    ["1h1m1s1ms", 3_661_001],
    ["0s", 0],
    ["", undefined],
    ["30", undefined],
    ["1d", undefined],
    ["-1s", undefined],
    ["1 s", undefined],
    ["1m30", undefined],
    ["1e3s", undefined],
  ];
  for (const [text, expected] of rows) {
    it(`of "${text}" is ${expected === undefined ? "none" : `${expected} ms`}`, () => {
      expect(parseDuration(text)).to.equal(expected);
    });
  }
});
