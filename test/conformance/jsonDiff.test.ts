import { expect } from "chai";
import { jsonDiff } from "./jsonDiff";

describe("jsonDiff", () => {
  const rows: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    ["equal values have none", { a: [1] }, { a: [1] }, []],
    [
      "a value is named by its path",
      { a: { "b/c": 1 } },
      { a: { "b/c": 2 } },
      ["/a/b~1c: expected 1, got 2"],
    ],
    ["a missing key is nothing", { a: 1 }, {}, ["/a: expected 1, got nothing"]],
    ["lists of one length are compared item by item", [1, 2], [1, 3], ["/1: expected 2, got 3"]],
    ["lists of other lengths as a whole", [1], [1, 2], ["expected [1], got [1,2]"]],
    ["a value of another kind as a whole", { a: 1 }, "a", ['expected {"a":1}, got "a"']],
  ];
  for (const [name, expected, got, lines] of rows) {
    it(name, () => {
      expect(jsonDiff(expected, got)).to.deep.equal(lines);
    });
  }

  it("cuts a long value and says how long it is", () => {
    expect(jsonDiff("x".repeat(500), "")[0]).to.match(/x… \(502 characters\), got ""$/);
  });
});
