import { expect } from "chai";
import { parseInterval } from "../../../provider/cli/options/interval";

describe("the time between two looks", () => {
  const right: [string, number][] = [
    ["30s", 30_000],
    ["0.5s", 500],
    [".5s", 500],
    ["1m30s", 90_000],
    ["5m", 300_000],
    ["1h", 3_600_000],
    ["7", 7_000],
  ];
  for (const [text, milliseconds] of right) {
    it(`of ${text} is ${milliseconds} ms`, () => {
      expect(parseInterval("interval", text)).to.equal(milliseconds);
    });
  }

  for (const text of ["", "0", "0s", "-1s", "5 s", "5d", "s", "NaN", "1e3", "1m30"]) {
    it(`cannot be "${text}"`, () => {
      expect(() => parseInterval("interval", text)).to.throw(
        `--interval: a time above 0 is needed, such as 30s, 5m, 1h or a number of seconds; came "${text}"`,
      );
    });
  }
});
