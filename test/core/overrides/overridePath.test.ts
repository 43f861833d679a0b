import { expect } from "chai";
import { readOverridePath, splitKey } from "../../../provider/core/overrides/overridePath";

describe("readOverridePath", () => {
  const read: [path: string, form: string, tokens: string[]][] = [
    ["", "pointer", []],
    ["/spec/replicas", "pointer", ["spec", "replicas"]],
    ["/data/a.b", "pointer", ["data", "a.b"]],
    ["spec.replicas", "dotted", ["spec", "replicas"]],
    ["data", "dotted", ["data"]],
  ];
  for (const [path, form, tokens] of read) {
    it(`reads "${path}" as ${form}`, () => {
      expect(readOverridePath(path)).to.deep.equal({ form, tokens });
    });
  }

  const refused: [path: string, message: string][] = [
    ["spec/replicas", '"spec/replicas" has no leading slash; write "/spec/replicas"'],
    ["/", '"/" names an empty key, which no object has'],
    ["/data/", '"/data/" names an empty key, which no object has; write "/data"'],
    ["/spec//x", '"/spec//x" names an empty key, which no object has; write "/spec/x"'],
    ["a..b", '"a..b" names an empty key, which no object has; write "/a/b"'],
    [".spec.x", '".spec.x" names an empty key, which no object has; write "/spec/x"'],
    [
      "/data/~x",
      '"/data/~x" has a "~" that stands for nothing; write "~0" for "~" and "~1" for "/"',
    ],
  ];
  for (const [path, message] of refused) {
    it(`refuses "${path}" and says what to write`, () => {
      expect(readOverridePath(path)).to.deep.equal({
        problem: { code: "override-path-syntax", message },
      });
    });
  }
});

describe("splitKey", () => {
  it("refuses a pointer into an annotation whose key has a slash", () => {
    const tokens = ["metadata", "annotations", "x.io", "y"];
    expect(splitKey({ form: "pointer", tokens })).to.deep.equal({
      code: "override-path-syntax",
      message:
        '"/metadata/annotations/x.io/y" leads into the key "x.io"; write "/metadata/annotations/x.io~1y"',
    });
  });

  it("warns of a dotted path into a label whose key has dots, as 2018 allowed it", () => {
    const tokens = ["spec", "template", "metadata", "labels", "x", "io/y"];
    expect(splitKey({ form: "dotted", tokens })).to.deep.equal({
      code: "override-path-syntax",
      severity: "warning",
      message:
        '"spec.template.metadata.labels.x.io/y" leads into the key "x"; write "/spec/template/metadata/labels/x.io~1y"',
    });
  });

  for (const tokens of [
    ["metadata", "labels", "a"],
    ["metadata", "labels"],
    ["data", "labels"],
  ]) {
    it(`has nothing against ${tokens.join(".")}`, () => {
      expect(splitKey({ form: "pointer", tokens })).to.equal(undefined);
    });
  }
});
