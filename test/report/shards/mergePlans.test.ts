import { expect } from "chai";
import type { MemberCluster } from "../../../provider/core/model";
import type { FleetPlan } from "../../../provider/report/plan/model";
import { renderHtml } from "../../../provider/report/page/renderHtml";
import { mergePlans } from "../../../provider/report/shards/mergePlans";
import { plain } from "../../../provider/report/text/paint";
import { renderMarkdown } from "../../../provider/report/text/renderMarkdown";
import { renderText } from "../../../provider/report/text/renderText";
import { deepFreeze } from "../../support/deepFreeze";
import { type ObjectChange, planOf } from "../../support/fleetPreviews";

const shards: Readonly<Record<string, readonly string[]>> = {
  "eu-1": ["a", "b"],
  "eu-2": ["e"],
  "us-1": ["c", "d"],
};
const clusters: readonly MemberCluster[] = Object.entries(shards)
  .flatMap(([shard, names]) => names.map((name) => ({ name, region: shard.slice(0, 2) })))
  .sort((x, y) => (x.name < y.name ? -1 : 1));

const everywhere = { clusters, placement: { clusterSelector: {} } };
const web = (image: string, totalReplicas: number) => ({
  ...everywhere,
  kind: "Deployment",
  apiVersion: "apps/v1",
  name: "web",
  template: { spec: { template: { spec: { containers: [{ name: "web", image }] } } } },
  scheduling: { totalReplicas },
});
const map = (names: readonly string[]) => ({
  ...everywhere,
  kind: "ConfigMap",
  apiVersion: "v1",
  name: "cfg",
  template: { data: { greeting: "hello" } },
  placement: { clusterNames: names },
  overrides: [{ clusterName: "c", merge: { data: { greeting: "howdy" } } }],
});
const changes: readonly ObjectChange[] = [
  { before: web("web:1", 9), after: web("web:2", 13) },
  { before: map(["a", "c"]), after: map(["c", "d"]) },
];

/** The plan of one shard, as its own stack says it. */
function shardPlan(shard: string, division = "0000aaaa"): FleetPlan {
  const own = shards[shard] ?? [];
  const whole = planOf(clusters, changes);
  const kept = <Group extends { readonly clusters: readonly string[] }>(groups: readonly Group[]) =>
    groups
      .map((group) => ({ ...group, clusters: group.clusters.filter((name) => own.includes(name)) }))
      .filter((group) => group.clusters.length > 0);
  const elsewhere = Object.entries(shards).flatMap(([name, all]) =>
    name === shard ? [] : all.map((cluster) => [cluster, name] as const),
  );
  return JSON.parse(
    JSON.stringify({
      ...whole,
      stack: shard,
      clusters: whole.clusters.filter(({ name }) => own.includes(name)),
      objects: whole.objects.map((row) => ({
        ...row,
        urn: row.urn.replace("urn:pulumi:dev", `urn:pulumi:${shard}`),
        replicas: { now: 0, then: 0 },
        cells: row.cells.filter(({ cluster }) => own.includes(cluster)),
        diffs: kept(row.diffs),
        manifests: kept(row.manifests),
      })),
      shard: { name: shard, division, elsewhere: Object.fromEntries(elsewhere) },
    }),
  ) as FleetPlan;
}

const given = (names: readonly string[]) =>
  names.map((name) => ({ name, plan: deepFreeze(shardPlan(name)) }));

describe("mergePlans", () => {
  it("gives the plan of one stack, but for the names of stacks, in whatever order shards come", () => {
    const whole = planOf(clusters, changes);
    const withoutStacks = ({ shards: _, stack: __, ...plan }: FleetPlan): unknown =>
      JSON.parse(JSON.stringify(plan).replace(/urn:pulumi:[^:]+::/g, "urn:pulumi:::"));
    for (const names of [Object.keys(shards), Object.keys(shards).reverse()]) {
      const merged = mergePlans(given(names));
      expect(withoutStacks(merged)).to.deep.equal(withoutStacks(whole));
      expect(merged.stack).to.equal("eu-1,eu-2,us-1");
    }
  });

  const missing: readonly [string, Parameters<typeof mergePlans>[0], string, RegExp][] = [
    [
      "whose preview failed",
      [...given(["eu-1", "eu-2"]), { name: "us-1", problem: "the preview failed: no way" }],
      "us-1",
      /no way/,
    ],
    ["that nobody gave", given(["eu-1", "us-1"]), "eu-2", /no plan of it was given/],
    [
      "whose program divides the fleet in another way",
      [...given(["eu-1", "eu-2"]), { name: "x", plan: shardPlan("us-1", "0000bbbb") }],
      "us-1",
      /as 0000bbbb says, and shard eu-1 as 0000aaaa/,
    ],
  ];
  for (const [title, plans, shard, why] of missing) {
    it(`has a shard ${title} in the picture, with the reason, in every format`, () => {
      const merged = mergePlans(plans);
      const found = merged.shards?.find(({ name }) => name === shard);
      expect(found?.problem).to.match(why);
      expect(found?.clusters).to.deep.equal(shards[shard]);
      const columns = merged.clusters.filter(({ noPlan }) => noPlan !== undefined);
      expect(columns.map(({ name }) => name)).to.deep.equal(shards[shard]);
      expect(merged.clusters).to.have.length(clusters.length);
      for (const text of [
        renderText(merged, { width: 200, paint: plain }),
        renderText(merged, { width: 20, paint: plain }),
        renderMarkdown(merged),
        renderHtml(merged, ""),
      ]) {
        expect(text)
          .to.match(/No plan/)
          .and.to.match(why)
          .and.to.include(shard);
      }
      expect(renderText(merged, { width: 200, paint: plain })).to.match(/web .*no plan/);
    });
  }

  it("has a plan where no shard has one", () => {
    const merged = mergePlans([{ name: "eu-1", problem: "locked" }]);
    expect(merged.shards).to.deep.equal([
      { name: "eu-1", stack: "eu-1", clusters: [], problem: "locked" },
    ]);
    expect(merged.objects).to.deep.equal([]);
  });
});
