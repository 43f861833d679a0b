import * as pulumi from "@pulumi/pulumi";
import { ownValue } from "../../core/plain/ownKey";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareShards, type ShardSettings } from "../../core/shards/assignShards";
import { beginShard } from "../../engine/shards/runShard";
import { fleetShards } from "../shards/fleetShards";
import { declareFound } from "./foundMembers";
import { KubeFedCluster } from "./kubeFedCluster";
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
  const details = await stack.getOutputDetails(outputName);
  const exported: unknown = details.secretValue ?? details.value;
  const from = await nameOf(stack);
  if (!isPlainObject(exported)) {
    throw refusal(
      `clustersFromStack: stack "${from}" has no output "${outputName}" made by exportClusters`,
    );
  }
  const fleet = readFleet(exported);
  const { clusters, shards, salt } = fleet;
  if (shard !== undefined)
    beginShard({ name: shard, all: shardsOf(fleet, outputName, shard), salt });
  const elsewhere = (name: string): string | undefined => {
    const own = ownValue(shards, name);
    return shard === undefined || own === shard ? undefined : own;
  };
  const names = Object.keys(clusters).sort();
  const where = `"${outputName}"${shard === undefined ? "" : ` for shard "${shard}"`}`;
  declareFound({
    by: "clustersFromStack",
    source: `stack ${from} ${outputName}`,
    names: names.filter((name) => elsewhere(name) === undefined),
    gone,
    lost: `stack "${from}" exports it no more in ${where}; export it again`,
  });
  return names.map((name) => {
    const { kubeconfig, context, ...place } = importCluster(outputName, name, clusters[name]);
    const other = elsewhere(name);
    if (other !== undefined) return new KubeFedCluster(name, { ...place, elsewhere: other }, opts);
    const access = {
      kubeconfig: pulumi.secret(kubeconfig),
      ...(context === undefined ? {} : { context }),
    };
    return new KubeFedCluster(name, { ...place, ...access }, opts);
  });
}

/** The shards of a fleet, in order; throws where the one that is meant is not among them. */
function shardsOf({ shards }: ReadFleet, outputName: string, shard: string): string[] {
  const all = [...new Set(Object.values(shards))].sort(compareShards);
  if (all.includes(shard)) return all;
  const known = all.length === 0 ? "none" : all.map((each) => `"${each}"`).join(", ");
  throw refusal(
    `clustersFromStack: output "${outputName}" has no shard "${shard}"; known: ${known}`,
  );
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

function importCluster(outputName: string, name: string, exported: unknown) {
  const { labels, region, zones, kubeconfig, context } = isPlainObject(exported) ? exported : {};
  const texts = Array.isArray(zones) && zones.every((zone) => typeof zone === "string");
  if (typeof kubeconfig !== "string" || !isLabels(labels) || !texts) {
    throw refusal(
      `clustersFromStack: "${name}" in output "${outputName}" was not made by exportClusters; labels, zones and kubeconfig are needed`,
    );
  }
  return {
    kubeconfig,
    labels,
    zones,
    ...(typeof region === "string" ? { region } : {}),
    ...(typeof context === "string" ? { context } : {}),
  };
}

function isLabels(value: unknown): value is Record<string, string> {
  return isPlainObject(value) && Object.values(value).every((each) => typeof each === "string");
}

function nameOf(stack: pulumi.StackReference): Promise<string> {
  return new Promise((resolve) => stack.name.apply(resolve));
}
