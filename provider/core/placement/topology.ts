import type { MemberCluster } from "../model";
import { emptyRecord, setOwn } from "../plain/ownKey";
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

function placeOf({ labels = {}, region, zones = [] }: MemberCluster): Record<string, string> {
  const zone = zones.length === 0 ? undefined : [...zones].sort().join("+");
  return { ...labels, ...named("region", region), ...named("zone", zone) };
}

function named(key: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [key]: value, [`topology.kubernetes.io/${key}`]: value };
}
