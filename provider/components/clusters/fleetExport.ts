import * as pulumi from "@pulumi/pulumi";
import { ownValue } from "../../core/plain/ownKey";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareShards, type ShardSettings } from "../../core/shards/assignShards";
import { beginShard } from "../../engine/shards/runShard";
import { fleetShards } from "../shards/fleetShards";
import type { FoundFleet } from "./foundFleet";
import { declareFound } from "./foundMembers";
import { KubeFedCluster, type KubeFedClusterArgs } from "./kubeFedCluster";
import { refusal } from "../../engine/program";

/** A member cluster as it crosses from one stack to another; only the kubeconfig is secret. */
export interface ExportedCluster {
  readonly labels: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly zones: readonly string[];
  readonly kubeconfig: pulumi.Output<string>;
  /** Of the kubeconfig. @default its current-context */
  readonly context?: string;
}

/** Member clusters that are divided into shards, as they cross from one stack to those shards. */
export interface ShardedFleet {
  readonly clusters: Readonly<Record<string, ExportedCluster>>;
  /** By cluster: its shard. Plain, and known at preview. */
  readonly shards: pulumi.Output<Readonly<Record<string, string>>>;
  /** What all shards salt the revisions of staged updates with. @secret */
  readonly salt: pulumi.Output<string>;
}

/** How a fleet is exported that is larger than one stack. */
export interface ExportClustersOptions {
  /** How its clusters are divided into shards; each keeps the shard that this stack has given it before. */
  readonly shards: ShardSettings;
}

/**
 * Member clusters as a stack output, by name. Structure stays plain; kubeconfigs are secret.
 * Throws a `ResourceError` for a cluster made from a provider of your own, whose credentials cannot
 * be read back, and a `RunError` for settings of shards that cannot be meant.
 *
 * With `shards` each cluster has a shard beside: a stack of the same program that has a part of the clusters
 * (`clustersFromStack` with `shard`). A cluster keeps its shard for life; a new one goes to the emptiest of its
 * region, and where all are full another shard is opened. They are called `eu-1`, `eu-2`, `us-1`.
 *
 * Example: `export const fleet = kubefed.exportClusters(clusters, { shards: { maxClusters: 50 } });`
 */
export function exportClusters(
  clusters: readonly KubeFedCluster[],
): Record<string, ExportedCluster>;
export function exportClusters(
  clusters: readonly KubeFedCluster[],
  options: ExportClustersOptions,
): ShardedFleet;
export function exportClusters(
  clusters: readonly KubeFedCluster[],
  options?: ExportClustersOptions,
): Record<string, ExportedCluster> | ShardedFleet {
  const exported = exportedClusters(clusters);
  return options === undefined
    ? exported
    : { clusters: exported, ...fleetShards(clusters, options.shards) };
}

function exportedClusters(clusters: readonly KubeFedCluster[]): Record<string, ExportedCluster> {
  return Object.fromEntries(
    clusters.map((cluster) => {
      const { name, labels, region, zones, memberKubeconfig, context } = cluster;
      if (memberKubeconfig === undefined) {
        throw refusal(
          `KubeFedCluster "${name}": only a cluster given by kubeconfig or kubeconfigPath can be exported, this one has a provider of its own`,
          cluster,
        );
      }
      return [
        name,
        {
          labels,
          ...(region === undefined ? {} : { region }),
          zones,
          kubeconfig: memberKubeconfig,
          ...(context === undefined ? {} : { context }),
        },
      ];
    }),
  );
}

/** How clusters are made of what another stack exported. */
export interface ClustersFromStackOptions extends pulumi.ComponentResourceOptions {
  /** The shard that this stack is; the clusters of all others are planned for and not written. @default all are this stack's */
  readonly shard?: string | undefined;
  /**
   * Names of clusters that the other stack lets go of on purpose: what this stack has on them is deleted.
   * Without it, one that is exported no more is an error. @default none
   */
  gone?: readonly string[];
}

/**
 * The member clusters that another stack exported under `outputName`, as components of this stack,
 * sorted by name. They are known before the first federated object is declared, also at preview.
 *
 * Throws a `RunError` where the output is missing or was not made by `exportClusters`. A cluster that this
 * stack found there before and that is exported no more is an error before anything is written.
 *
 * With `shard` this stack has that part of the fleet, and is called after it (`eu-1`, `prod-eu-1`). The clusters of
 * other shards come too, with `elsewhere`: they take part in placement, in the division of replicas, in stages and
 * in the plan, and have no credentials, no provider and no objects here. Throws a `RunError` for a shard that
 * the fleet has not.
 *
 * Example: `const clusters = await kubefed.clustersFromStack(new pulumi.StackReference("org/fleet/dev"), "fleet", { shard: "eu-1" });`
 */
export async function clustersFromStack(
  stack: pulumi.StackReference,
  outputName: string,
  options: ClustersFromStackOptions = {},
): Promise<KubeFedCluster[]> {
  const { shard, gone, ...opts } = options;
  const by = "clustersFromStack";
  const details = await stack.getOutputDetails(outputName);
  const exported: unknown = details.secretValue ?? details.value;
  const { members, issues, list } = exportedFleet({
    stack: await nameOf(stack),
    output: outputName,
    exported,
    shard,
  });
  const [first] = issues;
  if (first !== undefined) throw refusal(`${by}: ${first.message}`);
  if (list !== undefined) declareFound({ by, ...list, gone });
  return members.map(({ name, args }) => new KubeFedCluster(name, args, opts));
}

/** An output of another stack, read; its kubeconfigs are in clear. */
export interface ReadOutput {
  readonly stack: string;
  readonly output: string;
  readonly exported: unknown;
  /** The shard that this stack is. @default all clusters are this stack's */
  readonly shard?: string | undefined;
}

/** The member clusters that another stack exported, sorted by name. */
export function exportedFleet({ stack, output, exported, shard }: ReadOutput): FoundFleet {
  if (!isPlainObject(exported)) {
    return unread(`stack "${stack}" has no output "${output}" made by exportClusters`);
  }
  const fleet = readFleet(exported);
  const { clusters, shards, salt } = fleet;
  const all = shardsOf(fleet);
  if (shard !== undefined && !all.includes(shard)) {
    const known = all.length === 0 ? "none" : all.map((each) => `"${each}"`).join(", ");
    return unread(`output "${output}" has no shard "${shard}"; known: ${known}`);
  }
  if (shard !== undefined) beginShard({ name: shard, all, salt });
  const elsewhere = (name: string): string | undefined => {
    const own = ownValue(shards, name);
    return shard === undefined || own === shard ? undefined : own;
  };
  const names = Object.keys(clusters).sort();
  const strange = names.filter((name) => !isExported(clusters[name]));
  const where = `"${output}"${shard === undefined ? "" : ` for shard "${shard}"`}`;
  const members = names.flatMap((name) => {
    const each = clusters[name];
    return isExported(each) ? [{ name, args: memberArgs(each, elsewhere(name)) }] : [];
  });
  return {
    members,
    issues: strange.map((name) => ({
      code: "cluster-credentials",
      path: "output",
      message: `"${name}" in output "${output}" was not made by exportClusters; labels, zones and kubeconfig are needed`,
    })),
    list: {
      source: `stack ${stack} ${output}`,
      names: names.filter((name) => elsewhere(name) === undefined),
      lost: `stack "${stack}" exports it no more in ${where}; export it again`,
    },
    known: names,
  };
}

function unread(message: string): FoundFleet {
  return { members: [], issues: [{ code: "clusters-missing", path: "output", message }] };
}

/** The shards of a fleet, in order. */
function shardsOf({ shards }: ReadFleet): string[] {
  return [...new Set(Object.values(shards))].sort(compareShards);
}

interface ReadFleet {
  readonly clusters: Readonly<Record<string, unknown>>;
  /** Empty for a fleet without shards. */
  readonly shards: Readonly<Record<string, string>>;
  readonly salt: string | undefined;
}

/** A fleet as it was exported, with shards or without; a cluster may be called as its parts are. */
function readFleet(fleet: Readonly<Record<string, unknown>>): ReadFleet {
  const { clusters, shards, salt } = fleet;
  const isSharded = isPlainObject(clusters) && isLabels(shards) && !("kubeconfig" in clusters);
  return isSharded
    ? { clusters, shards, salt: typeof salt === "string" ? salt : undefined }
    : { clusters: fleet, shards: {}, salt: undefined };
}

/** A cluster as `exportClusters` writes it, with its kubeconfig in clear. */
interface ReadCluster extends Pick<ExportedCluster, "labels" | "zones"> {
  readonly kubeconfig: string;
  readonly region?: unknown;
  readonly context?: unknown;
}

function isExported(value: unknown): value is ReadCluster {
  if (!isPlainObject(value)) return false;
  const { labels, zones, kubeconfig } = value;
  const areTexts = Array.isArray(zones) && zones.every((zone) => typeof zone === "string");
  return typeof kubeconfig === "string" && isLabels(labels) && areTexts;
}

/** A cluster of this stack, or one that another shard has. */
function memberArgs(exported: ReadCluster, elsewhere: string | undefined): KubeFedClusterArgs {
  const { labels, zones, kubeconfig, region, context } = exported;
  const place = { labels, zones, ...(typeof region === "string" ? { region } : {}) };
  if (elsewhere !== undefined) return { ...place, elsewhere };
  return {
    ...place,
    kubeconfig: pulumi.secret(kubeconfig),
    ...(typeof context === "string" ? { context } : {}),
  };
}

function isLabels(value: unknown): value is Record<string, string> {
  return isPlainObject(value) && Object.values(value).every((each) => typeof each === "string");
}

function nameOf(stack: pulumi.StackReference): Promise<string> {
  return new Promise((resolve) => stack.name.apply(resolve));
}
