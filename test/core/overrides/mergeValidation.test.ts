import { expect } from "chai";
import { validateMerge } from "../../../provider/core/overrides/mergeValidation";
import { Leaf } from "../../support/leaf";

describe("validateMerge", () => {
  const cases: [name: string, merge: unknown, issues: string[]][] = [
    ["labels", { apiVersion: "v1", metadata: { labels: { a: "b" } } }, []],
    ["what is not written", { kind: undefined, metadata: {} }, []],
    ["an opaque label map", { metadata: { labels: new Leaf() } }, []],
    ["a kind", { kind: "Job" }, ["override-forbidden-path m.kind"]],
    [
      "a name and a namespace at once",
      { metadata: { name: new Leaf(), namespace: null } },
      ["override-forbidden-path m.metadata.name", "override-forbidden-path m.metadata.namespace"],
    ],
    ["removal of the metadata", { metadata: null }, ["override-forbidden-path m.metadata"]],
    ["opaque metadata", { metadata: new Leaf() }, ["override-forbidden-path m.metadata"]],
    ["an opaque merge", new Leaf(), ["not-plain m"]],
    ["a list", [], ["not-plain m"]],
  ];
  for (const [name, merge, issues] of cases) {
    it(`${issues.length === 0 ? "accepts" : "refuses"} ${name}`, () => {
      const found = validateMerge(merge, "m").map(({ code, path }) => `${code} ${path}`);
      expect(found).to.deep.equal(issues);
    });
  }
});
