import { expect } from "chai";
import { ownValue, setOwn } from "../../../provider/core/replicas/ownKey";

describe("ownValue", () => {
  for (const key of ["__proto__", "constructor", "toString"]) {
    it(`does not find an inherited ${key}`, () => {
      expect(ownValue({}, key)).to.equal(undefined);
    });
  }

  it("finds an own __proto__", () => {
    expect(ownValue(Object.fromEntries([["__proto__", 3]]), "__proto__")).to.equal(3);
  });

  it("finds nothing in no record", () => {
    expect(ownValue(undefined, "eu")).to.equal(undefined);
  });
});

describe("setOwn", () => {
  for (const key of ["__proto__", "constructor", "eu"]) {
    it(`makes ${key} an ordinary key, which can be read, listed and set again`, () => {
      const record: Record<string, number> = {};
      setOwn(record, { key, value: 1 });
      setOwn(record, { key, value: 2 });
      expect(Object.entries(record)).to.deep.equal([[key, 2]]);
      expect(JSON.stringify(record)).to.equal(`{"${key}":2}`);
    });
  }
});
