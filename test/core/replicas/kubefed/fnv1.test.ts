import { expect } from "chai";
import * as fc from "fast-check";
import { fnv1 } from "../../../../provider/core/replicas/kubefed/fnv1";
import { naiveHash } from "./naivePlanner";

describe("fnv1", () => {
  const vectors: [name: string, text: string, hash: number][] = [
    ["nothing is the offset basis", "", 0x811c9dc5],
    ["one byte", "a", 0x050c5d7e],
    ["several bytes", "foobar", 0x31f0b262],
  ];
  for (const [name, text, hash] of vectors) {
    it(name, () => {
      expect(fnv1(text)).to.equal(hash);
    });
  }

  const texts: [name: string, text: string][] = [
    ["the last character of one byte", "\u007f"],
    ["the first of two bytes", "\u0080"],
    ["the last of two bytes", "\u07ff"],
    ["the first of three bytes", "\u0800"],
    ["the last of three bytes", "\uffff"],
    ["the first of four bytes", "\u{10000}"],
    ["the last of all", "\u{10ffff}"],
    ["a first half alone at the end", "a\ud83d"],
    ["a first half before a letter", "\ud83da"],
    ["a second half alone", "\ude00a"],
    ["halves in the wrong order", "\ude00\ud83d"],
  ];
  for (const [name, text] of texts) {
    it(`hashes UTF-8: ${name}`, () => {
      expect(fnv1(text)).to.equal(Number(naiveHash(text)));
    });
  }

  it("hashes any text as its UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(fnv1(text)).to.equal(Number(naiveHash(text)));
      }),
    );
  });

  it("continues where another hash ended", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(fnv1(b, fnv1(a))).to.equal(fnv1(a + b));
      }),
    );
  });
});
