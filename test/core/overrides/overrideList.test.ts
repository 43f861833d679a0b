import { expect } from "chai";
import type { Override } from "../../../provider/core/model";
import { validateOverrides } from "../../../provider/core/overrides/overrides";
import { deepFreeze } from "../../support/deepFreeze";

const clusterOverrides = [{ path: "/spec/replicas", value: 1 }];
const clusterSelector = { matchLabels: { region: "eu" } };

/** Overrides as they may come from YAML or another language: not checked by a compiler. */
function given(...overrides: unknown[]): Override[] {
  const list: Override[] = [];
  Array.prototype.push.apply(list, overrides);
  return deepFreeze(list);
}

function issuesOf(...overrides: unknown[]): string[] {
  return validateOverrides({ overrides: given(...overrides) }).map(
    ({ code, path }) => `${code} ${path}`,
  );
}

describe("validateOverrides", () => {
  const cases: [name: string, overrides: unknown[], issues: string[]][] = [
    ["no overrides", [], []],
    ["a name with operations", [{ clusterName: "eu", clusterOverrides }], []],
    ["a selector with a merge", [{ clusterSelector, merge: { spec: {} } }], []],
    ["an empty list of operations", [{ clusterName: "eu", clusterOverrides: [] }], []],
    [
      "selectors that may pick the same cluster",
      [
        { clusterSelector, clusterOverrides },
        { clusterSelector, clusterOverrides },
      ],
      [],
    ],
    ["null for a text", [null], ["not-plain overrides[0]"]],
    ["neither name nor selector", [{ clusterOverrides }], ["override-ambiguous overrides[0]"]],
    ["an empty name", [{ clusterName: "", clusterOverrides }], ["override-ambiguous overrides[0]"]],
    [
      "both name and selector",
      [{ clusterName: "eu", clusterSelector: {}, clusterOverrides }],
      ["override-ambiguous overrides[0]"],
    ],
    [
      "a name that is no text",
      [{ clusterName: 1, merge: {} }],
      ["not-plain overrides[0].clusterName"],
    ],
    ["nothing to change", [{ clusterName: "eu" }], ["override-empty overrides[0]"]],
    ["null to change", [{ clusterName: "eu", merge: null }], ["override-empty overrides[0]"]],
    [
      "a cluster named twice",
      [
        { clusterName: "eu", clusterOverrides },
        { clusterName: "eu", merge: {} },
      ],
      ["override-duplicate-cluster overrides[1].clusterName"],
    ],
    [
      "a selector that is not valid",
      [{ clusterSelector: { matchLabel: {} }, merge: {} }],
      ["selector-invalid overrides[0].clusterSelector.matchLabel"],
    ],
    [
      "a forbidden field in a merge",
      [{ clusterName: "eu", merge: { metadata: { name: "x" } } }],
      ["override-forbidden-path overrides[0].merge.metadata.name"],
    ],
    [
      "problems sorted by place",
      [{ clusterSelector: { matchLabel: {} }, clusterOverrides: [{ path: "/kind", value: 1 }] }],
      [
        "override-forbidden-path overrides[0].clusterOverrides[0].path",
        "selector-invalid overrides[0].clusterSelector.matchLabel",
      ],
    ],
    [
      "problems in several overrides at once",
      [
        { clusterName: "eu" },
        {
          clusterSelector,
          clusterOverrides: [
            { path: "/a", value: 1 },
            { path: "/kind", value: 1 },
          ],
        },
      ],
      [
        "override-empty overrides[0]",
        "override-forbidden-path overrides[1].clusterOverrides[1].path",
      ],
    ],
  ];
  for (const [name, overrides, issues] of cases) {
    it(`${issues.length === 0 ? "accepts" : "reports"} ${name}`, () => {
      expect(issuesOf(...overrides)).to.deep.equal(issues);
    });
  }

  it("reports a name that no member cluster has, if it is told which there are", () => {
    const overrides = given({ clusterName: "eu-wst", clusterOverrides });
    expect(validateOverrides({ overrides })).to.deep.equal([]);
    expect(validateOverrides({ overrides, clusters: ["us", "eu-west"] })).to.deep.equal([
      {
        code: "unknown-cluster",
        path: "overrides[0].clusterName",
        message: 'no member cluster is called "eu-wst"; known: "eu-west", "us"',
      },
    ]);
  });

  it("takes null for nothing and refuses what is no list", () => {
    expect(validateOverrides({ overrides: null })).to.deep.equal([]);
    const found: unknown = Reflect.apply(validateOverrides, undefined, [{ overrides: {} }]);
    expect(found).to.deep.equal([
      {
        code: "not-plain",
        path: "overrides",
        message: "must be a list of overrides, known at preview",
      },
    ]);
  });

  const messages: [override: unknown, message: string][] = [
    [
      { merge: {} },
      "neither clusterName nor clusterSelector is given; an override needs one of them, clusterSelector {} for every cluster",
    ],
    [
      { clusterName: "eu", clusterSelector, merge: {} },
      "both clusterName and clusterSelector are given; an override needs one of them, clusterSelector {} for every cluster",
    ],
    [
      { clusterName: "eu" },
      "neither clusterOverrides nor merge is given; an override needs one of them, or both",
    ],
  ];
  for (const [override, message] of messages) {
    it(`says: ${message}`, () => {
      const found = validateOverrides({ overrides: given(override) });
      expect(found.map((issue) => issue.message)).to.deep.equal([message]);
    });
  }

  it("says which override already names the cluster", () => {
    const twice = given({ clusterName: "eu", merge: {} }, { clusterName: "eu", merge: {} });
    expect(validateOverrides({ overrides: twice }).map(({ message }) => message)).to.deep.equal([
      '"eu" already has overrides[0]; put both into one',
    ]);
  });
});
