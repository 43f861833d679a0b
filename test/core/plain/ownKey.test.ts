import { expect } from "chai";
import { emptyRecord, OwnValues, ownValue, setOwn } from "../../../provider/core/plain/ownKey";

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

describe("OwnValues", () => {
  const record = Object.fromEntries([
    ["a", 1],
    ["__proto__", 2],
    ["b", 3],
  ]);
  const rows: [name: string, keys: string[]][] = [
    ["in the order of the record", ["a", "__proto__", "b"]],
    ["in another order", ["b", "__proto__", "a"]],
    ["with others between", ["", "a", "constructor", "__proto__", "c", "b", "d"]],
    ["again and again", ["a", "a", "b", "b"]],
  ];
  for (const [name, keys] of rows) {
    it(`finds what ownValue finds, asked ${name}`, () => {
      const values = new OwnValues(record);
      const found = keys.map((key) => values.at(key));
      expect(found).to.deep.equal(keys.map((key) => ownValue(record, key)));
    });
  }
});

describe("emptyRecord", () => {
  for (const size of [0, 3, 1000]) {
    it(`is an ordinary object for ${size} keys, and takes any key`, () => {
      const record = emptyRecord<number>(size);
      expect(Object.getPrototypeOf(record)).to.equal(Object.prototype);
      expect(Object.keys(record)).to.deep.equal([]);
      setOwn(record, { key: "__proto__", value: 1 });
      setOwn(record, { key: "eu", value: 2 });
      expect(Object.entries(record)).to.deep.equal([
        ["__proto__", 1],
        ["eu", 2],
      ]);
    });
  }
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
