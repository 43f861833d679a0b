import { expect } from "chai";
import fc from "fast-check";
import { plainText } from "../../../provider/core/plain/plainText";

describe("a text for a terminal", () => {
  const cases: [name: string, text: string, expected: string][] = [
    ["keeps letters of all scripts, line breaks and tabs", "ü 漢\n\tא", "ü 漢\n\tא"],
    ["clears no screen", "a\u001b[2Jb", "a\\u001b[2Jb"],
    ["clears none by the one-character form either", "a\u009b2J", "a\\u009b2J"],
    ["sets no title", "\u001b]0;owned\u0007", "\\u001b]0;owned\\u0007"],
    ["takes nothing back", "rm\b\b  \u007f", "rm\\u0008\\u0008  \\u007f"],
    ["writes no line over another", "refused\rok", "refused\\u000dok"],
    ["turns no direction", "\u202egnp.exe", "\\u202egnp.exe"],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      expect(plainText(text)).to.equal(expected);
    });
  }

  it("holds no control character whatever comes, and is the same when it is made plain again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const plain = plainText(text);
        expect(plain.replace(/[\t\n]/g, "")).to.not.match(/\p{Cc}/u);
        expect(plainText(plain)).to.equal(plain);
      }),
    );
  });
});
