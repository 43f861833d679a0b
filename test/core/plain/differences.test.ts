import { expect } from "chai";
import fc from "fast-check";
import { type Difference, differencesBetween } from "../../../provider/core/plain/differences";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

/** `place: before -> after` of each difference. */
const texts = (found: readonly Difference[]): string[] =>
  found.map(({ path, before, after }) => `${path.join("/")}: ${shown(before)} -> ${shown(after)}`);

const shown = (value: unknown): string => (value === undefined ? "-" : JSON.stringify(value));
const leaf = new Leaf();
const strange: unknown = JSON.parse('{"__proto__": {"a": 1}}');

describe("where two values differ", () => {
  const rows: [name: string, before: unknown, after: unknown, expected: string[]][] = [
    ["nowhere, if they are the same", { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
    [
      "in the keys that one of them has",
      { b: 1, a: 2 },
      { c: 3, a: 2 },
      ["b: 1 -> -", "c: - -> 3"],
    ],
    ["as deep as can be", { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, ["a/b/c: 1 -> 2"]],
    ["in the items of lists of one length", [1, { a: 2 }], [1, { a: 3 }], ["1/a: 2 -> 3"]],
    ["in a list as a whole, if its length does", { a: [1] }, { a: [1, 2] }, ["a: [1] -> [1,2]"]],
    ["in a place as a whole, if its kind does", { a: [] }, { a: {} }, ["a: [] -> {}"]],
    ["at the top", 1, 2, [": 1 -> 2"]],
    ["not in a key that has no value", { a: undefined }, {}, []],
    [
      "in keys that look like a prototype's",
      strange,
      { constructor: 1 },
      ['__proto__: {"a":1} -> -', "constructor: - -> 1"],
    ],
    ["not in an opaque value that both have", { a: leaf }, { a: leaf }, []],
  ];
  for (const [name, before, after, expected] of rows) {
    it(`is ${name}`, () => {
      expect(texts(differencesBetween(deepFreeze(before), deepFreeze(after)))).to.deep.equal(
        expected,
      );
    });
  }

  it("is in an opaque value as a whole", () => {
    expect(differencesBetween({ a: leaf }, { a: new Leaf() })).to.have.length(1);
  });

  it("is only in what the first has, if that is what matters", () => {
    const before = deepFreeze({ a: 1, list: [{ b: 1 }], gone: true });
    const after = deepFreeze({ a: 1, list: [{ b: 2, c: 3 }, { d: 4 }], more: 5 });
    expect(texts(differencesBetween(before, after, { within: "before" }))).to.deep.equal([
      "gone: true -> -",
      "list/0/b: 1 -> 2",
    ]);
  });

  it("is as the caller compares", () => {
    const isSame = (a: unknown, b: unknown): boolean => String(a) === String(b);
    const found = differencesBetween({ port: "80", b: 1 }, { port: 80, b: 2 }, { isSame });
    expect(texts(found)).to.deep.equal(["b: 1 -> 2"]);
  });

  it("is nowhere between a value and a copy of it, and the same places in both directions", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(differencesBetween(one, structuredClone(one))).to.deep.equal([]);
        const places = (a: unknown, b: unknown): unknown[] =>
          differencesBetween(a, b).map(({ path }) => path);
        expect(places(one, other)).to.deep.equal(places(other, one));
      }),
    );
  });
});
