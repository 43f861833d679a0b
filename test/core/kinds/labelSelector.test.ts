import { expect } from "chai";
import fc from "fast-check";
import {
  formatSelector,
  matchesSelector,
  validateSelector,
} from "../../../provider/core/kinds/labelSelector";
import type { LabelSelector, LabelSelectorRequirement } from "../../../provider/core/model";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

const labels = deepFreeze({ tier: "prod", region: "eu", empty: "" });
const expression = (
  key: string,
  operator: LabelSelectorRequirement["operator"],
  ...values: readonly string[]
): LabelSelector => ({
  matchExpressions: [{ key, operator, ...(values.length === 0 ? {} : { values }) }],
});

describe("matchesSelector", () => {
  const rows: readonly (readonly [string, LabelSelector, boolean])[] = [
    ["a selector without requirements matches everything", {}, true],
    ["empty requirements match everything", { matchLabels: {}, matchExpressions: [] }, true],
    ["null counts as not given", { matchLabels: null, matchExpressions: null }, true],
    ["an equal label matches", { matchLabels: { tier: "prod" } }, true],
    ["an empty value is a value", { matchLabels: { empty: "" } }, true],
    ["an absent label does not match the empty value", { matchLabels: { zone: "" } }, false],
    ["all labels must match", { matchLabels: { tier: "prod", region: "us" } }, false],
    ["In matches one of its values", expression("region", "In", "us", "eu"), true],
    ["In does not match an absent key", expression("zone", "In", "a"), false],
    ["NotIn does not match one of its values", expression("region", "NotIn", "us", "eu"), false],
    ["NotIn matches an absent key", expression("zone", "NotIn", "a"), true],
    ["Exists matches any value", expression("empty", "Exists"), true],
    ["Exists does not match an absent key", expression("zone", "Exists"), false],
    ["DoesNotExist matches an absent key", expression("zone", "DoesNotExist"), true],
    ["DoesNotExist does not match the empty value", expression("empty", "DoesNotExist"), false],
    ["what every object inherits is no label", expression("constructor", "Exists"), false],
    [
      "labels and expressions are all required",
      { ...expression("region", "In", "us"), matchLabels: { tier: "prod" } },
      false,
    ],
  ];
  for (const [name, selector, expected] of rows) {
    it(name, () => {
      expect(matchesSelector(deepFreeze(selector), labels)).to.equal(expected);
    });
  }

  it("a cluster without labels is matched by what asks for nothing", () => {
    expect(matchesSelector({})).to.equal(true);
    expect(matchesSelector(expression("tier", "Exists"))).to.equal(false);
  });

  const text = fc.constantFrom("a", "b", "c");
  const someLabels = fc.dictionary(text, text);

  it("NotIn is the opposite of In, DoesNotExist that of Exists", () => {
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1 }), someLabels, (key, values, given) => {
        const matches = (
          operator: LabelSelectorRequirement["operator"],
          list: readonly string[],
        ): boolean => matchesSelector(expression(key, operator, ...list), given);
        expect(matches("NotIn", values)).to.equal(!matches("In", values));
        expect(matches("DoesNotExist", [])).to.equal(!matches("Exists", []));
      }),
    );
  });

  it("matchLabels is In with one value", () => {
    fc.assert(
      fc.property(text, text, someLabels, (key, value, given) => {
        expect(matchesSelector({ matchLabels: { [key]: value } }, given)).to.equal(
          matchesSelector(expression(key, "In", value), given),
        );
      }),
    );
  });
});

describe("validateSelector", () => {
  const rows: readonly (readonly [string, unknown, readonly string[]])[] = [
    ["a selector without requirements is valid", {}, []],
    [
      "every operator is valid",
      {
        matchExpressions: [
          { key: "a", operator: "In", values: ["x"] },
          { key: "a", operator: "NotIn", values: ["x"] },
          { key: "a", operator: "Exists" },
          { key: "a", operator: "DoesNotExist", values: [] },
        ],
      },
      [],
    ],
    ["a text is no selector", "tier=prod", ["s"]],
    ["a value known after apply is no selector", new Leaf(), ["s"]],
    ["an unknown field is refused", { matchLabel: {} }, ["s.matchLabel"]],
    ["labels must be a map", { matchLabels: ["tier"] }, ["s.matchLabels"]],
    [
      "a label's value must be a text",
      { matchLabels: { tier: 1, region: new Leaf() } },
      ['s.matchLabels["tier"]', 's.matchLabels["region"]'],
    ],
    ["expressions must be a list", { matchExpressions: {} }, ["s.matchExpressions"]],
    ["an expression must be a map", { matchExpressions: [new Leaf()] }, ["s.matchExpressions[0]"]],
    [
      "an expression needs a key",
      { matchExpressions: [{ operator: "Exists" }] },
      ["s.matchExpressions[0].key"],
    ],
    [
      "an operator that there is not is refused",
      { matchExpressions: [{ key: "a", operator: "in", values: ["x"] }] },
      ["s.matchExpressions[0].operator"],
    ],
    [
      "In needs values",
      { matchExpressions: [{ key: "a", operator: "In" }] },
      ["s.matchExpressions[0].values"],
    ],
    [
      "NotIn needs values",
      { matchExpressions: [{ key: "a", operator: "NotIn", values: [] }] },
      ["s.matchExpressions[0].values"],
    ],
    [
      "Exists takes none",
      { matchExpressions: [{ key: "a", operator: "Exists", values: ["x"] }] },
      ["s.matchExpressions[0].values"],
    ],
    [
      "values must be texts",
      { matchExpressions: [{ key: "a", operator: "In", values: [1] }] },
      ["s.matchExpressions[0].values"],
    ],
    // Kubernetes refuses these as well; without the check NotIn and DoesNotExist would select everything.
    [
      "a key must be formed like a label's",
      { matchExpressions: [{ key: "a b", operator: "DoesNotExist" }] },
      ["s.matchExpressions[0].key"],
    ],
    [
      "a value must be formed like a label's",
      { matchExpressions: [{ key: "a", operator: "NotIn", values: ["x y"] }] },
      ["s.matchExpressions[0].values"],
    ],
    [
      "a label to match must be formed like one",
      { matchLabels: { tier: "a b", "-": "x" } },
      ['s.matchLabels["tier"]', 's.matchLabels["-"]'],
    ],
    [
      "all problems are reported at once",
      { matchLabels: { a: 1 }, matchExpressions: [{ key: "", operator: "In" }] },
      ['s.matchLabels["a"]', "s.matchExpressions[0].key", "s.matchExpressions[0].values"],
    ],
  ];
  for (const [name, selector, paths] of rows) {
    it(name, () => {
      const issues = validateSelector(deepFreeze(selector), "s");
      expect(issues.map(({ path }) => path)).to.deep.equal(paths);
      expect(issues.every(({ code }) => code === "selector-invalid")).to.equal(true);
    });
  }

  it("says which operators there are", () => {
    const [issue] = validateSelector({ matchExpressions: [{ key: "a", operator: "Like" }] }, "s");
    expect(issue?.message).to.equal(
      '"Like" is not a valid operator; allowed: In, NotIn, Exists, DoesNotExist',
    );
  });
});

describe("formatSelector", () => {
  const rows: readonly (readonly [LabelSelector, string])[] = [
    [{}, "everything"],
    [{ matchLabels: { tier: "prod", region: "eu" } }, "region=eu, tier=prod"],
    [expression("region", "In", "us", "eu"), "region in (eu, us)"],
    [expression("region", "NotIn", "us"), "region!=us"],
    [expression("region", "NotIn", "us", "eu"), "region notin (eu, us)"],
    [expression("gpu", "Exists"), "gpu"],
    [expression("gpu", "DoesNotExist"), "!gpu"],
  ];
  for (const [selector, text] of rows) {
    it(`writes ${text}`, () => {
      expect(formatSelector(deepFreeze(selector))).to.equal(text);
    });
  }
});
