import { expect } from "chai";
import { describeKind, isOpaque } from "../../../provider/core/plain/valueKind";
import { Leaf } from "../../support/leaf";

describe("describeKind", () => {
  const cases: [value: unknown, kind: string][] = [
    [undefined, "nothing"],
    [null, "null"],
    ["hunter2", "a string"],
    [7, "a number"],
    [true, "a boolean"],
    [{ password: "hunter2" }, "a map"],
    [["hunter2"], "a list of 1 item"],
    [new Leaf(), "a value only known after apply"],
    [() => "hunter2", "a value only known after apply"],
  ];
  for (const [value, kind] of cases) {
    it(`says "${kind}"`, () => {
      expect(describeKind(value)).to.equal(kind);
    });
  }
});

describe("isOpaque", () => {
  it("is true for class instances and functions only", () => {
    const opaque = [new Leaf(), new Map(), () => 1];
    const seen = [null, undefined, "", 0, [], {}, Object.create(null)];
    expect(opaque.map(isOpaque)).to.deep.equal(opaque.map(() => true));
    expect(seen.map(isOpaque)).to.deep.equal(seen.map(() => false));
  });
});
