import { expect } from "chai";
import {
  overrideRefusalOf,
  takenOverrides,
} from "../../../../provider/migration/karmada/owners/refusedOverride";

type Plain = Readonly<Record<string, unknown>>;

function policy(spec: Plain): Plain {
  return { kind: "OverridePolicy", metadata: { name: "o", namespace: "n" }, spec };
}

function ruleWith(fieldOverrider: Plain): Plain {
  return { overrideRules: [{ overriders: { fieldOverrider: [fieldOverrider] } }] };
}

const json = [{ operator: "add", subPath: "/a", value: 1 }];

describe("the override policies that Karmada's admission refuses", () => {
  const rows: readonly { what: string; spec: Plain; says: string | undefined }[] = [
    { what: "not a plain one", spec: { overrideRules: [{ overriders: {} }] }, says: undefined },
    {
      what: "one of both generations",
      spec: { overrideRules: [], targetCluster: {} },
      says: "exclude each other",
    },
    {
      what: "one for another namespace",
      spec: { resourceSelectors: [{ apiVersion: "v1", kind: "ConfigMap", namespace: "x" }] },
      says: "another namespace",
    },
    {
      what: "not one that changes JSON",
      spec: ruleWith({ fieldPath: "/data/a", json }),
      says: undefined,
    },
    {
      what: "one that changes JSON and YAML at once",
      spec: ruleWith({ fieldPath: "/data/a", json, yaml: json }),
      says: "not one of JSON and YAML",
    },
    {
      what: "one that changes neither",
      spec: ruleWith({ fieldPath: "/data/a" }),
      says: "not one of JSON and YAML",
    },
    {
      what: "one that adds without a value",
      spec: ruleWith({ fieldPath: "/data/a", json: [{ operator: "add", subPath: "/a" }] }),
      says: "adds without one",
    },
    {
      what: "one for clusters by a field that there is not",
      spec: {
        overrideRules: [
          {
            targetCluster: {
              fieldSelector: { matchExpressions: [{ key: "size", operator: "In" }] },
            },
          },
        ],
      },
      says: 'the key "size"',
    },
  ];
  for (const { what, spec, says } of rows) {
    it(`are ${what}`, () => {
      const refusal = overrideRefusalOf(policy(spec));
      if (says === undefined) expect(refusal).to.equal(undefined);
      else expect(refusal).to.include(says);
    });
  }

  it("apply to nothing, and put in doubt what they select", () => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "n" } };
    const refused = policy({ overrideRules: [], targetCluster: {} });
    const taken = policy({ overrideRules: [{ overriders: {} }] });
    const { policies, doubts } = takenOverrides(object, [refused, taken]);
    expect(policies).to.deep.equal([taken]);
    expect(doubts.map(({ reason }) => reason).join()).to.include(
      "Karmada refuses OverridePolicy n/o",
    );
  });
});
