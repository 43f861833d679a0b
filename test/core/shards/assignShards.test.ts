import { expect } from "chai";
import fc from "fast-check";
import {
  assignShards,
  compareShards,
  shardSettingIssues,
} from "../../../provider/core/shards/assignShards";
import type { MemberCluster } from "../../../provider/core/model";
import { deepFreeze } from "../../support/deepFreeze";

const cluster = (name: string, region?: string): MemberCluster =>
  region === undefined ? { name } : { name, region };

/** By cluster: its shard. */
const shardsOf = (request: Parameters<typeof assignShards>[0]): Record<string, string> =>
  Object.fromEntries(
    assignShards(deepFreeze(request)).clusters.map((each) => [each.cluster, each.shard]),
  );

/** What is wrong with a new assignment after another one. */
function problemsOf(of: {
  readonly previous: Readonly<Record<string, string>>;
  readonly next: Readonly<Record<string, string>>;
  readonly regions: readonly string[];
  readonly maxClusters: number;
}): string[] {
  const { previous, next, regions, maxClusters } = of;
  const kept = Object.entries(previous).filter(([name]) => next[name] !== undefined);
  const moved = kept.filter(([name, shard]) => next[name] !== shard);
  const places = regions.flatMap((region) => {
    const isOwn = (shard: string) => shard.replace(/-\d+$/, "") === region;
    const sizes = new Map<string, number>();
    for (const shard of Object.values(next).filter(isOwn))
      sizes.set(shard, (sizes.get(shard) ?? 0) + 1);
    const before = new Set(kept.map(([, shard]) => shard));
    const opened = [...sizes.keys()].filter((shard) => !before.has(shard));
    const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    const isOver = [...sizes.values()].some((size) => size > maxClusters);
    // One is opened only for what had no place in all others.
    const isEarly = opened.length > 0 && all <= (sizes.size - 1) * maxClusters;
    return [...(isOver ? [`${region} is over`] : []), ...(isEarly ? [`${region} is early`] : [])];
  });
  return [...moved.map(([name]) => `${name} moved`), ...places];
}

describe("assignShards", () => {
  it("fills the emptiest shard of a group, and opens another one where all are full", () => {
    const clusters = ["a", "b", "c"].map((name) => cluster(name, "eu"));
    const assigned = assignShards({ clusters: [...clusters, cluster("d")], maxClusters: 2 });
    expect(assigned).to.deep.equal({
      clusters: [
        { cluster: "a", shard: "eu-1", because: "the first of its group" },
        { cluster: "b", shard: "eu-1", because: "the emptiest of its group" },
        { cluster: "c", shard: "eu-2", because: "all others of it are full" },
        { cluster: "d", shard: "rest-1", because: "the first of its group" },
      ],
      shards: [
        { name: "eu-1", clusters: ["a", "b"] },
        { name: "eu-2", clusters: ["c"] },
        { name: "rest-1", clusters: ["d"] },
      ],
    });
  });

  const moving: readonly [string, Parameters<typeof assignShards>[0], Record<string, string>][] = [
    [
      "a cluster that moved to another region keeps its shard",
      { clusters: [cluster("a", "us"), cluster("b", "us")], previous: { a: "eu-1" } },
      { a: "eu-1", b: "us-1" },
    ],
    [
      "a lower limit moves nothing",
      {
        clusters: ["a", "b", "c"].map((name) => cluster(name, "eu")),
        previous: { a: "eu-1", b: "eu-1" },
        maxClusters: 1,
      },
      { a: "eu-1", b: "eu-1", c: "eu-2" },
    ],
    [
      "the number of a shard that nobody is in any more is used again",
      {
        clusters: [cluster("c", "eu"), cluster("d", "eu")],
        previous: { c: "eu-2" },
        maxClusters: 1,
      },
      { c: "eu-2", d: "eu-1" },
    ],
    [
      "objects are counted where it is said how many a cluster has",
      {
        clusters: ["a", "b", "c"].map((name) => cluster(name, "eu")),
        maxResources: 250,
        objectsPerCluster: 100,
      },
      { a: "eu-1", b: "eu-1", c: "eu-2" },
    ],
    [
      "a group's name becomes one that a stack can have, and is never another group's",
      {
        clusters: [
          { name: "a", labels: { site: "Hall 1/north" } },
          { name: "b", labels: { site: "Hall" } },
        ],
        groupBy: "site",
      },
      { a: "Hall-1-north-1", b: "Hall-1" },
    ],
    [
      "more objects on a cluster than a shard may have still leave it one cluster",
      { clusters: [cluster("a", "eu"), cluster("b", "eu")], objectsPerCluster: 5000 },
      { a: "eu-1", b: "eu-2" },
    ],
  ];
  for (const [title, request, expected] of moving) {
    it(title, () => {
      expect(shardsOf(request)).to.deep.equal(expected);
    });
  }

  it("orders shards by their numbers as numbers", () => {
    expect(["eu-10", "eu-2", "ap-1", "eu-1-1"].sort(compareShards)).to.deep.equal([
      "ap-1",
      "eu-2",
      "eu-10",
      "eu-1-1",
    ]);
  });

  it("says all that is wrong with settings", () => {
    expect(
      shardSettingIssues({ maxClusters: 0, objectsPerCluster: 1.5, groupBy: "" }),
    ).to.have.length(3);
    expect(shardSettingIssues({ maxClusters: 1, groupBy: "region" })).to.deep.equal([]);
  });

  it("moves none in 10,000 histories of coming and going, and opens a shard only where all are full", () => {
    const regions = ["eu", "us", "eu-1"];
    const change = fc.record({
      adds: fc.uniqueArray(fc.nat(40), { maxLength: 12 }),
      removes: fc.uniqueArray(fc.nat(40), { maxLength: 6 }),
    });
    const history = fc.record({
      maxClusters: fc.integer({ min: 1, max: 5 }),
      changes: fc.array(change, { maxLength: 6 }),
    });
    fc.assert(
      fc.property(history, ({ maxClusters, changes }) => {
        let fleet = new Set<number>();
        let previous: Record<string, string> = {};
        for (const { adds, removes } of changes) {
          fleet = new Set([...fleet].filter((each) => !removes.includes(each)));
          for (const each of adds) fleet.add(each);
          const clusters = [...fleet].map((each) => cluster(`c${each}`, regions[each % 3]));
          const next = shardsOf({ clusters, previous, maxClusters });
          const problems = problemsOf({ previous, next, regions, maxClusters });
          if (problems.length > 0 || Object.keys(next).length !== fleet.size)
            throw new Error(problems.join("; "));
          previous = next;
        }
      }),
      { numRuns: 10_000 },
    );
  }).timeout(120_000);
});
