import { expect } from "chai";
import fc from "fast-check";
import { parse } from "yaml";
import { valueText, yamlText } from "../../../provider/report/page/script/yaml";

describe("a manifest on the page of a plan", () => {
  const rows: [name: string, value: unknown, expected: string][] = [
    ["maps and lists, nested", { a: [{ b: 1, c: "d" }], e: {} }, "a:\n  - b: 1\n    c: d\ne: {}"],
    ["lists of lists", { a: [["x"], []] }, "a:\n  - - x\n  - []"],
    ["texts of several lines", { a: "x\ny\n", b: "x\ny" }, "a: |\n  x\n  y\nb: |-\n  x\n  y"],
    [
      "quotes where YAML needs them",
      { a: "yes", b: "1", c: "x: y" },
      'a: "yes"\nb: "1"\nc: "x: y"',
    ],
    ["secrets without quotes", { a: "[secret]" }, "a: [secret]"],
    ["keys with quotes where YAML needs them", { "a#b": 1 }, '"a#b": 1'],
  ];
  for (const [name, value, expected] of rows) {
    it(`has ${name}`, () => {
      expect(yamlText(value)).to.equal(expected);
    });
  }

  it("is what was to be shown, read as YAML", () => {
    const word = fc.stringMatching(/^[a-z0-9 :#-]{0,8}$/);
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        word,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(word, tie("tree"), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(parse(yamlText({ value }), { version: "1.1" })).to.deep.equal({ value });
      }),
    );
  });

  it("shows a single text as it is", () => {
    expect([valueText("yes"), valueText({ a: 1 })]).to.deep.equal(["yes", "a: 1"]);
  });
});
