import { expect } from "chai";
import fc from "fast-check";
import type { Placement } from "../../../provider/core/model";
import {
  histogram,
  selectClusters,
  unknownCluster,
} from "../../../provider/core/placement/placement";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

const clusters = deepFreeze([
  { name: "us", labels: { tier: "prod", region: "us" } },
  { name: "eu", labels: { tier: "prod", region: "eu" } },
  { name: "lab" },
]);

describe("selectClusters", () => {
  const prod = { matchLabels: { tier: "prod" } };
  const rows: readonly (readonly [string, Placement | null | undefined, readonly string[]])[] = [
    ["no placement selects nothing", undefined, []],
    ["a null placement selects nothing", null, []],
    ["a placement with neither names nor selector selects nothing", {}, []],
    ["null counts as not given", { clusterNames: null, clusterSelector: null }, []],
    ["an empty list of names selects nothing", { clusterNames: [] }, []],
    ["an empty list of names beats a selector", { clusterNames: [], clusterSelector: {} }, []],
    ["names beat a selector", { clusterNames: ["lab"], clusterSelector: prod }, ["lab"]],
    [
      "null names leave it to the selector",
      { clusterNames: null, clusterSelector: prod },
      ["eu", "us"],
    ],
    ["an empty selector selects everything", { clusterSelector: {} }, ["eu", "lab", "us"]],
    [
      "a selector without labels selects everything",
      { clusterSelector: { matchLabels: {} } },
      ["eu", "lab", "us"],
    ],
    ["a name given twice counts once", { clusterNames: ["us", "us"] }, ["us"]],
    ["an unknown name leaves the others", { clusterNames: ["us", "mars"] }, ["us"]],
    [
      "an invalid selector selects nothing",
      { clusterSelector: { matchExpressions: [{ key: "a", operator: "NotIn" }] } },
      [],
    ],
  ];
  for (const [name, placement, selected] of rows) {
    it(name, () => {
      expect(selectClusters(deepFreeze({ clusters, placement })).selected).to.deep.equal(selected);
    });
  }

  it("has a reason for every cluster, sorted by name", () => {
    const { chosen, rejected } = selectClusters({ clusters, placement: { clusterSelector: prod } });
    expect(chosen).to.deep.equal([
      { cluster: "eu", reason: "matched by tier=prod" },
      { cluster: "us", reason: "matched by tier=prod" },
    ]);
    expect(rejected).to.deep.equal([{ cluster: "lab", reason: "not matched by tier=prod" }]);
  });

  const reasons: readonly (readonly [string, Placement, string, string])[] = [
    ["a named cluster says so", { clusterNames: ["us"] }, "us", "named"],
    ["one that is not named too", { clusterNames: ["us"] }, "eu", "not named"],
    ["without a placement that is the reason", {}, "eu", "no placement given"],
    ["everything is called everything", { clusterSelector: {} }, "eu", "every cluster is selected"],
  ];
  for (const [name, placement, cluster, reason] of reasons) {
    it(name, () => {
      const { chosen, rejected } = selectClusters({ clusters, placement });
      expect([...chosen, ...rejected].find((each) => each.cluster === cluster)?.reason).to.equal(
        reason,
      );
    });
  }

  it("a bound leaves out what is outside it, and says so in the bound's own words", () => {
    const request = { clusters, placement: { clusterSelector: {} }, within: ["us"] };
    expect(selectClusters(request).selected).to.deep.equal(["us"]);
    expect(selectClusters(request).rejected[0]?.reason).to.equal("outside the namespace");
    const worded = selectClusters({ ...request, outside: 'outside namespace "shop"' });
    expect(worded.rejected[0]?.reason).to.equal('outside namespace "shop"');
  });

  it("a bound does not add what the placement leaves out", () => {
    const { selected, rejected } = selectClusters({
      clusters,
      placement: { clusterNames: ["us"] },
      within: ["eu"],
    });
    expect(selected).to.deep.equal([]);
    expect(rejected.map(({ reason }) => reason)).to.deep.equal([
      "not named",
      "not named",
      "outside the namespace",
    ]);
  });

  const issues: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      "an unknown name is an error",
      { clusterNames: ["us", "mars"] },
      ["error unknown-cluster placement.clusterNames[1]"],
    ],
    [
      "a name known after apply is an error",
      { clusterNames: ["us", new Leaf()] },
      ["error unknown-cluster placement.clusterNames[1]"],
    ],
    [
      "names and selector together are a warning",
      { clusterNames: ["us"], clusterSelector: {} },
      ["warning names-and-selector placement"],
    ],
    [
      "an invalid selector is an error",
      { clusterSelector: { matchExpressions: [{ key: "a", operator: "In" }] } },
      [
        "warning empty-selection placement",
        "error selector-invalid placement.clusterSelector.matchExpressions[0].values",
      ],
    ],
    [
      "a selector that names beat is not looked at",
      { clusterNames: ["us"], clusterSelector: { matchExpressions: {} } },
      ["warning names-and-selector placement"],
    ],
    [
      "names that are no list are an error",
      { clusterNames: "us" },
      ["warning empty-selection placement", "error placement-missing placement.clusterNames"],
    ],
    [
      "a placement known after apply is an error",
      new Leaf(),
      ["warning empty-selection placement", "error placement-missing placement"],
    ],
  ];
  for (const [name, placement, expected] of issues) {
    it(name, () => {
      const found: unknown = Reflect.apply(selectClusters, undefined, [{ clusters, placement }]);
      expect(found)
        .to.have.property("issues")
        .that.satisfies((list: readonly Record<string, unknown>[]) => {
          const lines = list.map(({ severity = "error", code, path }) =>
            [severity, code, path].join(" "),
          );
          expect(lines).to.deep.equal(expected);
          return true;
        });
    });
  }

  it("nothing selected is a warning that counts the reasons", () => {
    const { issues: found } = selectClusters({
      clusters,
      placement: { clusterNames: ["us"] },
      within: ["eu"],
    });
    expect(found.map(({ message }) => message)).to.deep.equal([
      "0 of 3 member clusters selected: 2 not named, 1 outside the namespace",
    ]);
  });

  it("puts issues where it is told", () => {
    const found = selectClusters({
      clusters,
      placement: { clusterNames: ["mars"] },
      path: "args.placement",
    });
    expect(found.issues.map(({ path }) => path)).to.deep.equal([
      "args.placement",
      "args.placement.clusterNames[0]",
    ]);
  });

  const name = fc.constantFrom<string>("a", "b", "c", "d", "constructor");
  const member = fc.record({
    name,
    labels: fc.dictionary(fc.constantFrom("x", "y"), fc.constantFrom("1", "2")),
  });
  const placements: fc.Arbitrary<Placement> = fc.oneof(
    fc.record({ clusterNames: fc.array(name) }),
    fc.record({
      clusterSelector: fc.record({
        matchLabels: fc.dictionary(fc.constantFrom("x", "y"), fc.constantFrom("1", "2")),
      }),
    }),
  );
  const fleets = fc.uniqueArray(member, { selector: (each) => each.name });

  it("every cluster is either selected or rejected, whatever the order they come in", () => {
    fc.assert(
      fc.property(
        fleets,
        placements,
        fc.option(fc.array(name), { nil: undefined }),
        (fleet, placement, within) => {
          const request = deepFreeze({
            clusters: fleet,
            placement,
            ...(within === undefined ? {} : { within }),
          });
          const selection = selectClusters(request);
          const all = [...selection.chosen, ...selection.rejected].map(({ cluster }) => cluster);
          expect(all.sort()).to.deep.equal(fleet.map((each) => each.name).sort());
          expect(selection.chosen.map(({ cluster }) => cluster)).to.deep.equal(selection.selected);
          expect(selectClusters({ ...request, clusters: [...fleet].reverse() })).to.deep.equal(
            selection,
          );
        },
      ),
    );
  });

  it("a bound never selects more, and bounding twice is bounding once", () => {
    fc.assert(
      fc.property(fleets, placements, fc.array(name), (fleet, placement, within) => {
        const free = selectClusters({ clusters: fleet, placement }).selected;
        const bound = selectClusters({ clusters: fleet, placement, within }).selected;
        expect(bound).to.deep.equal(free.filter((each) => within.includes(each)));
      }),
    );
  });
});

describe("unknownCluster", () => {
  it("lists the clusters there are", () => {
    expect(unknownCluster("us-wst", ["us-west", "eu-1"], "p").message).to.equal(
      'no member cluster is called "us-wst"; known: "eu-1", "us-west"',
    );
    expect(unknownCluster("x", [], "p").message).to.equal(
      'no member cluster is called "x"; known: none',
    );
  });
});

describe("histogram", () => {
  it("counts the most frequent first, equal counts by text", () => {
    expect(histogram(["b", "a", "c", "c"])).to.equal("2 c, 1 a, 1 b");
    expect(histogram([])).to.equal("");
  });

  it("never selects a cluster that is being retired, not even by its name", () => {
    const clusters = deepFreeze([{ name: "eu", retire: true }, { name: "us" }]);
    for (const placement of [{ clusterNames: ["eu", "us"] }, { clusterSelector: {} }]) {
      const { selected, rejected } = selectClusters({ clusters, placement });
      expect(selected).to.deep.equal(["us"]);
      expect(rejected).to.deep.equal([{ cluster: "eu", reason: "retired" }]);
    }
  });
});
