import { expect } from "chai";
import { validateClusterOverrides } from "../../../provider/core/overrides/clusterOverrides";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

function issuesOf(...overrides: unknown[]): string[] {
  return validateClusterOverrides(deepFreeze(overrides), "o").map(
    ({ code, path, severity = "error" }) => `${severity} ${code} ${path}`,
  );
}

describe("validateClusterOverrides", () => {
  const cases: [name: string, overrides: unknown[], issues: string[]][] = [
    ["no operations", [], []],
    [
      "each op",
      ["add", "remove", "replace", ""].map((op, i) => ({ op, path: `/${i}`, value: 1 })),
      [],
    ],
    ["null as value", [{ path: "/a", value: null }], []],
    ["an opaque leaf as value", [{ path: "/a", value: new Leaf() }], []],
    ["an op that is none", [{ op: "move", path: "/a", value: 1 }], ["error override-op o[0].op"]],
    ["an opaque op", [{ op: new Leaf(), path: "/a", value: 1 }], ["error override-op o[0].op"]],
    ["no path", [{ value: 1 }], ["error override-path-syntax o[0].path"]],
    ["an opaque path", [{ path: new Leaf(), value: 1 }], ["error not-plain o[0].path"]],
    ["a path that is none", [{ path: "a/b", value: 1 }], ["error override-path-syntax o[0].path"]],
    ["a text", ["/a"], ["error not-plain o[0]"]],
    [
      "a forbidden path",
      [{ path: "/kind", value: 1 }],
      ["error override-forbidden-path o[0].path"],
    ],
    ["no value", [{ path: "/a" }], ["warning override-value-missing o[0].path"]],
    ["no value and a dotted path", [{ path: "a" }], ["error override-value-missing o[0].path"]],
    ["removal by a dotted path", [{ op: "remove", path: "a.b" }], []],
    [
      "one path in two spellings",
      [
        { path: "/a/b", value: 1 },
        { op: "add", path: "a.b", value: 2 },
      ],
      ["error override-duplicate-path o[1].path"],
    ],
    [
      "an annotation's key cut at its slash",
      [{ path: "/metadata/annotations/x/y", value: 1 }],
      ["error override-path-syntax o[0].path"],
    ],
    [
      "several problems at once",
      [{ op: "move" }, { op: "copy", path: "/kind", value: 1 }],
      [
        "error override-op o[0].op",
        "error override-path-syntax o[0].path",
        "error override-op o[1].op",
        "error override-forbidden-path o[1].path",
      ],
    ],
  ];
  for (const [name, overrides, issues] of cases) {
    it(`${issues.length === 0 ? "accepts" : "reports"} ${name}`, () => {
      expect(issuesOf(...overrides)).to.deep.equal(issues);
    });
  }

  it("takes null for nothing and refuses what is no list", () => {
    expect(validateClusterOverrides(null, "o")).to.deep.equal([]);
    expect(validateClusterOverrides(new Leaf(), "o")).to.deep.equal([
      {
        code: "not-plain",
        path: "o",
        message: "must be a list of patch operations, known at preview",
      },
    ]);
  });

  const messages: [name: string, overrides: unknown[], message: string][] = [
    [
      "a missing path",
      [{ value: "hunter2" }],
      'every operation needs a path, such as "/spec/replicas"',
    ],
    [
      "a missing value",
      [{ path: "/spec/x" }],
      '"/spec/x" has no value and becomes null, as in KubeFed; write value null to say so, or op "remove"',
    ],
    [
      "a missing value of 2018",
      [{ path: "spec.x" }],
      '"spec.x" has no value, and a dotted path needs one; to remove the field write op "remove" with path "/spec/x"',
    ],
    [
      "a path given twice",
      [
        { path: "/a", value: "hunter2" },
        { path: "/a", value: "hunter3" },
      ],
      '"/a" is already overridden by o[0]; give each path once',
    ],
    [
      "two items appended",
      [
        { op: "add", path: "/a/-", value: 1 },
        { op: "add", path: "/a/-", value: 2 },
      ],
      '"/a/-" is already overridden by o[0]; to append several items, replace the whole list "/a"',
    ],
  ];
  for (const [name, overrides, expected] of messages) {
    it(`says what to do about ${name}`, () => {
      const found = validateClusterOverrides(overrides, "o").map(({ message }) => message);
      expect(found).to.deep.equal([expected]);
    });
  }
});
