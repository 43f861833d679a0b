import { expect } from "chai";
import { mapValues, omit, once, pick } from "../../../provider/core/plain/records";
import { deepFreeze } from "../../support/deepFreeze";

const record = deepFreeze({ a: 1, b: undefined, c: "x" });

describe("records", () => {
  it("are picked by the keys that they have, also where there is no value", () => {
    const some: { a?: number; b?: undefined; d?: number } = record;
    expect(pick(some, ["a", "b", "d"])).to.deep.equal({ a: 1, b: undefined });
  });

  it("leave out keys without losing others or the record itself", () => {
    expect(omit(record, ["a"])).to.deep.equal({ b: undefined, c: "x" });
    expect(record.a).to.equal(1);
  });

  it("get other values under the same keys, __proto__ among them", () => {
    const odd = Object.fromEntries([["__proto__", 1] as const, ["b", 2] as const]);
    const mapped = mapValues(odd, (value, key) => `${key} ${value}`);
    expect(Object.entries(mapped)).to.deep.equal([
      ["__proto__", "__proto__ 1"],
      ["b", "b 2"],
    ]);
  });
});

describe("once", () => {
  it("calls a function once, also where it gives nothing", () => {
    let calls = 0;
    const find = once(() => {
      calls++;
    });
    expect([find(), find(), calls]).to.deep.equal([undefined, undefined, 1]);
  });
});
