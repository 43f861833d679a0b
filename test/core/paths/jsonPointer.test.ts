import { expect } from "chai";
import fc from "fast-check";
import {
  formatPointer,
  parsePointer,
  unescapeToken,
  valueAt,
} from "../../../provider/core/paths/jsonPointer";
import { ownValue } from "../../../provider/core/plain/ownKey";
import { Leaf } from "../../support/leaf";

describe("parsePointer", () => {
  // RFC 6901, section 5, and what a pointer is not.
  const cases: [pointer: string, tokens: string[] | undefined][] = [
    ["", []],
    ["/foo", ["foo"]],
    ["/foo/0", ["foo", "0"]],
    ["/", [""]],
    ["/a~1b", ["a/b"]],
    ["/c%d", ["c%d"]],
    ["/e^f", ["e^f"]],
    ["/ ", [" "]],
    ["/m~0n", ["m~n"]],
    ["/~01", ["~1"]],
    ["/__proto__/x", ["__proto__", "x"]],
    ["foo", undefined],
    ["foo/bar", undefined],
    ["/a~", undefined],
    ["/a~2b", undefined],
  ];
  for (const [pointer, tokens] of cases) {
    it(`reads "${pointer}" as ${JSON.stringify(tokens)}`, () => {
      expect(parsePointer(pointer)).to.deep.equal(tokens);
    });
  }

  it("reads back what formatPointer writes", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (tokens) => {
        expect(parsePointer(formatPointer(tokens))).to.deep.equal(tokens);
      }),
    );
  });
});

describe("unescapeToken", () => {
  it("keeps an escape that RFC 6901 does not know", () => {
    expect(unescapeToken("a~2b~")).to.equal("a~2b~");
  });
});

describe("valueAt", () => {
  const leaf = new Leaf();
  const document = { a: { "b/c": [1, { d: null }] }, leaf, list: ["x"] };
  const cases: [name: string, tokens: string[], value: unknown][] = [
    ["the document itself", [], document],
    ["a value in a list in a map", ["a", "b/c", "0"], 1],
    ["null", ["a", "b/c", "1", "d"], null],
    ["an opaque leaf", ["leaf"], leaf],
    ["nothing inside an opaque leaf", ["leaf", "value"], undefined],
    ["nothing inside a text", ["list", "0", "length"], undefined],
    ["nothing at an index with a leading zero", ["list", "00"], undefined],
    ["nothing at a list's own properties", ["list", "length"], undefined],
    ["nothing at inherited keys", ["__proto__", "toString"], undefined],
  ];
  for (const [name, tokens, value] of cases) {
    it(`gives ${name}`, () => {
      expect(valueAt(document, tokens)).to.equal(value);
    });
  }
});

describe("ownValue", () => {
  it("knows own keys only", () => {
    expect(ownValue({ a: 1 }, "a")).to.equal(1);
    expect(ownValue({}, "constructor")).to.equal(undefined);
  });
});
