import { expect } from "chai";
import fc from "fast-check";
import { formatPropertyPath, parsePropertyPath } from "../../../provider/core/paths/propertyPath";

describe("parsePropertyPath", () => {
  const cases: [text: string, path: (string | number)[] | undefined][] = [
    ["root", ["root"]],
    ["root.nested", ["root", "nested"]],
    ['root["nested"]', ["root", "nested"]],
    ["root.array[0].nested", ["root", "array", 0, "nested"]],
    ["root[0][1]", ["root", 0, 1]],
    ['root["key with \\"escaped\\" quotes"]', ["root", 'key with "escaped" quotes']],
    ['["root key with a ."][100]', ["root key with a .", 100]],
    ["root.array[*].field", ["root", "array", "*", "field"]],
    ["root.*.field", ["root", "*", "field"]],
    ['root["0"]', ["root", "0"]],
    ["app-name", ["app-name"]],
    ["", undefined],
    [".root", undefined],
    ["root.", undefined],
    ["root..x", undefined],
    ["root.[0]", undefined],
    ["root[01]", undefined],
    ["root[-1]", undefined],
    ["root[x]", undefined],
    ["root[0", undefined],
    ['root["x]', undefined],
    ['root[""]', undefined],
    ["root[0]x", undefined],
    ["spec/replicas", undefined],
    ["two words", undefined],
    ['root["back\\slash"]', undefined],
  ];
  for (const [text, path] of cases) {
    it(`reads ${text} as ${JSON.stringify(path)}`, () => {
      expect(parsePropertyPath(text)).to.deep.equal(path);
    });
  }

  it("reads back what formatPropertyPath writes", () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !text.includes("\\"));
    const path = fc.array(fc.oneof(name, fc.nat(), fc.constant("*")), { minLength: 1 });
    fc.assert(
      fc.property(path, (steps) => {
        expect(parsePropertyPath(formatPropertyPath(steps))).to.deep.equal(steps);
      }),
    );
  });
});
