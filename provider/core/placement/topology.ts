import type { MemberCluster } from "../model";
import { emptyRecord, ownValue, setOwn } from "../plain/ownKey";
import type { Topology } from "../replicas/websterOptions";

/**
 * Where each member cluster is, for `spread`: its labels, its region and its zone.
 *
 * - `region` and `zone`, and Kubernetes' `topology.kubernetes.io/region` and `/zone`, are what the cluster
 *   says; where it says nothing, a label of that name counts.
 * - A cluster in several zones is a domain of its own, named after all of them: its replicas are in neither
 *   one of them for sure.
 *
 * @example
 * topologyOf([{ name: "eu", region: "west", zones: ["b", "a"], labels: { tier: "prod" } }]).eu.zone
 * //=> "a+b"
 */
export function topologyOf(clusters: readonly MemberCluster[]): Topology {
  const topology = emptyRecord<Readonly<Record<string, string>>>(clusters.length);
  for (const cluster of clusters) setOwn(topology, { key: cluster.name, value: placeOf(cluster) });
  return topology;
}

/**
 * The value of one key alone, as `topologyOf` has it; undefined where the cluster has none.
 *
 * @example
 * placeValueOf({ name: "eu", region: "west", labels: { region: "east" } }, "topology.kubernetes.io/region")
 * //=> "west"
 */
export function placeValueOf(cluster: MemberCluster, key: string): string | undefined {
  const { labels, region, zones = [] } = cluster;
  const known = key.replace("topology.kubernetes.io/", "");
  if (known === "region" && region !== undefined) return region;
  if (known === "zone" && zones.length > 0) return zoneOf(zones);
  return ownValue(labels, key);
}

function zoneOf(zones: readonly string[]): string {
  return [...zones].sort().join("+");
}

function placeOf({ labels = {}, region, zones = [] }: MemberCluster): Record<string, string> {
  const zone = zones.length === 0 ? undefined : zoneOf(zones);
  return { ...labels, ...named("region", region), ...named("zone", zone) };
}

function named(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value, [`topology.kubernetes.io/${key}`]: value };
}
