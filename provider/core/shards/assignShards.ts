/*
 * A fleet larger than one stack: which stack has which member cluster, and what its stacks must agree on.
 */

import type { MemberCluster } from "../model";
import { compareText } from "../plain/text";
import { topologyOf } from "../placement/topology";
import { ownValue } from "../plain/ownKey";

/** How a fleet is divided into shards: stacks of the same program, each for a part of the clusters. */
export interface ShardSettings {
  /** The most clusters of a shard; from 1. @default 50 */
  maxClusters?: number;
  /** The most objects of a shard, all of its clusters together; matters with `objectsPerCluster`. @default 1000 */
  maxResources?: number;
  /** How many objects a cluster has, about. @default not known, so that only clusters are counted */
  objectsPerCluster?: number;
  /** What the clusters of a shard have in common: `region`, `zone` or the key of a label. @default "region" */
  groupBy?: string;
}

/** What shards are assigned by. */
export interface ShardRequest extends Readonly<ShardSettings> {
  readonly clusters: readonly MemberCluster[];
  /** By cluster: the shard that it has. @default none has one yet */
  readonly previous?: Readonly<Record<string, string>>;
}

/** The shard of one cluster, and why. */
export interface ShardOfCluster {
  readonly cluster: string;
  readonly shard: string;
  readonly because: string;
}

/** A shard and its clusters, sorted by name. */
export interface Shard {
  readonly name: string;
  readonly clusters: readonly string[];
}

/** Which shard has which cluster. */
export interface ShardAssignment {
  /** By the clusters' names. */
  readonly clusters: readonly ShardOfCluster[];
  /** Those that have a cluster; by name, numbers as numbers. */
  readonly shards: readonly Shard[];
}

/** The group of the clusters that do not have what they are grouped by. */
const restGroup = "rest";

const usual = { maxClusters: 50, maxResources: 1000, groupBy: "region" } as const;

/**
 * Gives every cluster a shard, and none another one than it has: a cluster that moved to another stack would have
 * its objects deleted by the one and refused by the other.
 *
 * - A new cluster goes to the emptiest shard of its group; where all are full, another one is opened.
 * - Shards are called `eu-1`, `eu-2`, `us-1`: after the group and a number, by which they are known again.
 * - A lower limit moves nothing; a shard that is too full gets nothing new.
 *
 * @example
 * assignShards({ clusters: [{ name: "a", region: "eu" }, { name: "b", region: "eu" }, { name: "c", region: "us" }], previous: { b: "eu-1" }, maxClusters: 1 }).shards
 * //=> [{ name: "eu-1", clusters: ["b"] }, { name: "eu-2", clusters: ["a"] }, { name: "us-1", clusters: ["c"] }]
 */
export function assignShards(request: ShardRequest): ShardAssignment {
  const { previous = {}, groupBy = usual.groupBy } = request;
  const most = mostClusters(request);
  const clusters = [...request.clusters].sort((a, b) => compareText(a.name, b.name));
  const values = topologyOf(clusters);
  const groups = new Map<string, Numbered[]>();
  const members = new Map<string, string[]>();
  const found: ShardOfCluster[] = [];
  const give = (cluster: string, shard: string, because: string) => {
    const has = members.get(shard) ?? [];
    if (has.length === 0) {
      const { group, number } = partsOf(shard);
      members.set(shard, has);
      groups.set(group, [...(groups.get(group) ?? []), { shard, number, has }]);
    }
    has.push(cluster);
    found.push({ cluster, shard, because });
  };
  for (const { name } of clusters) {
    const shard = ownValue(previous, name);
    if (shard !== undefined) give(name, shard, "it has been there before");
  }
  for (const { name } of clusters) {
    if (ownValue(previous, name) !== undefined) continue;
    const group = groupName(ownValue(ownValue(values, name), groupBy));
    const own = groups.get(group) ?? [];
    const [emptiest] = own
      .filter(({ has }) => has.length < most)
      .sort((x, y) => x.has.length - y.has.length || x.number - y.number);
    if (emptiest !== undefined) give(name, emptiest.shard, "the emptiest of its group");
    else {
      const because = own.length === 0 ? "the first of its group" : "all others of it are full";
      give(name, `${group}-${freeNumber(own)}`, because);
    }
  }
  return {
    clusters: found.sort((a, b) => compareText(a.cluster, b.cluster)),
    shards: [...members]
      .map(([name, has]) => ({ name, clusters: [...has].sort(compareText) }))
      .sort((a, b) => compareShards(a.name, b.name)),
  };
}

/** Compares names of shards: by their groups, then by their numbers as numbers. */
export function compareShards(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return compareText(left.group, right.group) || left.number - right.number || compareText(a, b);
}

/** How many clusters a shard may have. */
function mostClusters({ maxClusters, maxResources, objectsPerCluster = 0 }: ShardRequest): number {
  const byObjects =
    objectsPerCluster > 0
      ? Math.floor((maxResources ?? usual.maxResources) / objectsPerCluster)
      : Infinity;
  return Math.max(1, Math.min(maxClusters ?? usual.maxClusters, byObjects));
}

/** A group as the name of a stack can have it. */
function groupName(value: string | undefined): string {
  const name = (value ?? "").replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return name === "" ? restGroup : name;
}

function partsOf(shard: string): { readonly group: string; readonly number: number } {
  const [, group = shard, digits = "0"] = /^(.+)-([1-9]\d{0,8})$/.exec(shard) ?? [];
  return { group, number: Number(digits) };
}

/** A shard of a group, while clusters are given to it. */
interface Numbered {
  readonly shard: string;
  readonly number: number;
  readonly has: string[];
}

/** The first number that no shard of a group has. */
function freeNumber(own: readonly Numbered[]): number {
  const taken = new Set(own.map(({ number }) => number));
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}

/** All that is wrong with the settings. */
export function shardSettingIssues(settings: Readonly<ShardSettings>): string[] {
  const numbers = (["maxClusters", "maxResources", "objectsPerCluster"] as const).flatMap((key) => {
    const value: unknown = settings[key];
    const isRight = value === undefined || (Number.isInteger(value) && Number(value) >= 1);
    return isRight
      ? []
      : [`shards.${key} must be a whole number from 1; got ${JSON.stringify(value)}`];
  });
  const { groupBy }: { groupBy?: unknown } = settings;
  const isKey = groupBy === undefined || (typeof groupBy === "string" && groupBy !== "");
  const key = `shards.groupBy must be "region", "zone" or the key of a label`;
  return [...numbers, ...(isKey ? [] : [key])];
}
