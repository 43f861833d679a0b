import { expect } from "chai";
import { isDottedPath, parseDottedPath, setDotted } from "../../../provider/core/paths/dottedPath";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

describe("isDottedPath", () => {
  const cases: [path: string, isDotted: boolean][] = [
    ["spec.replicas", true],
    ["data", true],
    ["metadata.annotations.kubernetes.io/x", true],
    ["", false],
    ["/spec/replicas", false],
    ["/data/a.b", false],
    ["spec/replicas", false],
    ["data/a.b", false],
  ];
  for (const [path, isDotted] of cases) {
    it(`says ${isDotted} of "${path}"`, () => {
      expect(isDottedPath(path)).to.equal(isDotted);
    });
  }
});

describe("parseDottedPath", () => {
  it("splits at every dot, there is no escape", () => {
    expect(parseDottedPath("a.b\\.c..d")).to.deep.equal(["a", "b\\", "c", "", "d"]);
  });
});

describe("setDotted", () => {
  const leaf = new Leaf();
  const document = deepFreeze({ spec: { list: ["x"], text: "hunter2", empty: null, leaf } });

  it("makes missing parents and shares what is beside them", () => {
    const set = setDotted(document, { path: ["spec", "a", "b"], value: leaf });
    expect(set).to.deep.equal({ document: { spec: { ...document.spec, a: { b: leaf } } } });
    expect(set).to.have.nested.property("document.spec.list", document.spec.list);
  });

  it("replaces an opaque leaf", () => {
    expect(setDotted(document, { path: ["spec", "leaf"], value: 1 })).to.have.nested.property(
      "document.spec.leaf",
      1,
    );
  });

  const refused: [name: string, path: string[], code: string][] = [
    ["an item of a list", ["spec", "list", "0"], "override-index"],
    ["a way through a plain value", ["spec", "text", "a"], "override-missing-path"],
    ["a way into an opaque leaf", ["spec", "leaf", "a"], "override-into-leaf"],
  ];
  for (const [name, path, code] of refused) {
    it(`refuses ${name}, where 2018 did nothing in silence`, () => {
      expect(setDotted(document, { path, value: 1 })).to.have.nested.property("problem.code", code);
    });
  }
});
