import { expect } from "chai";
import type { Issue } from "../../../provider/core/issue";
import {
  type PreferencesToValidate,
  validatePreferences,
} from "../../../provider/core/replicas/preferences";
import { deepFreeze } from "../../support/deepFreeze";
import { smuggle } from "../../support/smuggle";

function placesOf(issues: readonly Issue[]): string[] {
  return issues.map(({ code, path }) => `${code} ${path}`);
}

describe("validatePreferences", () => {
  const valid: [name: string, args: PreferencesToValidate][] = [
    ["no preferences", { totalReplicas: 9 }],
    ["a total of 0", { totalReplicas: 0 }],
    ["the largest exact total", { totalReplicas: Number.MAX_SAFE_INTEGER }],
    ["an empty preference", { totalReplicas: 9, preferences: { eu: {} } }],
    [
      "a minimum that is the maximum",
      { totalReplicas: 9, preferences: { eu: { minReplicas: 2, maxReplicas: 2 } } },
    ],
    [
      "* beside known names",
      { totalReplicas: 9, preferences: { "*": {}, eu: {} }, clusters: ["eu"] },
    ],
    ["any name where the clusters are unknown", { totalReplicas: 9, preferences: { mars: {} } }],
  ];
  for (const [name, args] of valid) {
    it(`accepts ${name}`, () => {
      expect(validatePreferences(deepFreeze(args))).to.deep.equal([]);
    });
  }

  const numbers: [name: string, value: unknown][] = [
    ["below 0", -1],
    ["between integers", 1.5],
    ["too large to be exact", 2 ** 53],
    ["not a number", NaN],
    ["a text", "3"],
    ["null", null],
    ["a list", []],
  ];
  for (const [name, value] of numbers) {
    it(`refuses a number that is ${name}, wherever it stands`, () => {
      const eu = { weight: value, minReplicas: value, maxReplicas: value };
      const args = smuggle({ totalReplicas: 9 }, { totalReplicas: value, preferences: { eu } });
      expect(placesOf(validatePreferences(deepFreeze(args)))).to.deep.equal([
        "preference-invalid totalReplicas",
        'preference-invalid preferences["eu"].weight',
        'preference-invalid preferences["eu"].minReplicas',
        'preference-invalid preferences["eu"].maxReplicas',
      ]);
    });
  }

  it("says which numbers are allowed and which came", () => {
    expect(validatePreferences({ totalReplicas: -3 })).to.deep.equal([
      {
        code: "preference-invalid",
        path: "totalReplicas",
        message: "must be an integer from 0 to 9007199254740991, not -3",
      },
    ]);
  });

  it("refuses a preference that is no map", () => {
    const args = smuggle({ totalReplicas: 9 }, { preferences: { eu: 2 } });
    expect(validatePreferences(args)).to.deep.equal([
      {
        code: "preference-invalid",
        path: 'preferences["eu"]',
        message: "must be a map of weight, minReplicas and maxReplicas, not 2",
      },
    ]);
  });

  it("names the known clusters beside an unknown one, sorted", () => {
    const args = { totalReplicas: 9, preferences: { mars: {} }, clusters: ["us", "eu"] };
    expect(validatePreferences(deepFreeze(args))).to.deep.equal([
      {
        code: "unknown-cluster",
        path: 'preferences["mars"]',
        message: 'no member cluster is called "mars"; known: "eu", "us"',
      },
    ]);
  });

  const known: [name: string, clusters: string[], list: RegExp][] = [
    ["none of none", [], /known: none$/],
    ["all of ten", numbered(10), /known: "c0", .*, "c9"$/],
    ["ten of twelve", numbered(12), /known: "c0", "c1", "c10", "c11", .*"c7" and 2 more$/],
  ];
  for (const [name, clusters, list] of known) {
    it(`lists ${name}`, () => {
      const [issue] = validatePreferences({
        totalReplicas: 9,
        preferences: { mars: {} },
        clusters,
      });
      expect(issue?.message).to.match(list);
    });
  }

  it("does not know a cluster that every object inherits", () => {
    const args = { totalReplicas: 9, preferences: { constructor: {} }, clusters: ["eu"] };
    expect(placesOf(validatePreferences(args))).to.deep.equal([
      'unknown-cluster preferences["constructor"]',
    ]);
  });

  it("finds everything in one go, and says where it is in the resource", () => {
    const args: PreferencesToValidate = {
      totalReplicas: -1,
      preferences: {
        eu: { weight: -1, minReplicas: 3, maxReplicas: 2 },
        mars: { minReplicas: 3, maxReplicas: 2 },
      },
      clusters: ["eu"],
      path: "scheduling",
      field: "clusters",
    };
    expect(placesOf(validatePreferences(deepFreeze(args)))).to.deep.equal([
      "preference-invalid scheduling.totalReplicas",
      'preference-invalid scheduling.clusters["eu"].weight',
      'preference-invalid scheduling.clusters["eu"].minReplicas',
      'preference-invalid scheduling.clusters["mars"].minReplicas',
      'unknown-cluster scheduling.clusters["mars"]',
    ]);
  });
});

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `c${i}`);
}
