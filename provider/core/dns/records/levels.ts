import type { Issue } from "../../issue";
import { compareText } from "../../plain/text";
import { canonicalName, parseDnsName } from "./names";
import { type LoadBalancerIngress, mergeTargets, readTargets, type Targets } from "./targets";

/** One member cluster's part in a record: where it is and what its load balancer offers. */
export interface ClusterDns {
  readonly cluster: string;
  readonly region?: string;
  readonly zones?: readonly string[];
  /** Nothing or `[]`: the cluster has no targets, its names point to the level above. */
  readonly loadBalancer?: readonly LoadBalancerIngress[];
}

/** A name of a Service: the global one, a region's or a zone's. */
export interface Level {
  readonly dnsName: string;
  /** What to call it in a message: `the global name`, `region "eu"`, `zone "eu-a"`. */
  readonly title: string;
  /** The name one level up; only the global name has none. */
  readonly above?: string;
  /** Clusters at this level, sorted, with targets or without. */
  readonly clusters: readonly string[];
  readonly targets: Targets;
}

interface Place {
  readonly dnsName: string;
  readonly title: string;
  readonly above?: string;
}

/**
 * The levels that some clusters span under one prefix, sorted by name, each with the targets of its
 * clusters. Clusters without region are on the global level only; zones need a region.
 *
 * @example
 * serviceLevels({ prefix: "web.shop.fed.svc", domain: "a.test", clusters: [{ cluster: "c", region: "eu", zones: ["eu1"] }] }).levels.map(({ dnsName }) => dnsName)
 * //=> ["web.shop.fed.svc.a.test", "web.shop.fed.svc.eu.a.test", "web.shop.fed.svc.eu1.eu.a.test"]
 */
export function serviceLevels(of: {
  readonly prefix: string;
  readonly domain: string;
  readonly clusters: readonly ClusterDns[];
}): { readonly levels: readonly Level[]; readonly issues: readonly Issue[] } {
  const clusters = [...of.clusters].sort((a, b) => compareText(a.cluster, b.cluster));
  const issues: Issue[] = [];
  const members = new Map<string, { place: Place; clusters: Set<string>; targets: Targets[] }>();
  for (const cluster of clusters) {
    const path = `status.dns["${cluster.cluster}"]`;
    const { issues: wrong, ...targets } = readTargets({
      loadBalancer: cluster.loadBalancer ?? [],
      path: `${path}.loadBalancer`,
    });
    issues.push(...wrong);
    for (const place of placesOf(of, cluster)) {
      const level = members.get(place.dnsName) ?? { place, clusters: new Set(), targets: [] };
      level.clusters.add(cluster.cluster);
      level.targets.push(targets);
      members.set(place.dnsName, level);
    }
  }
  const levels = [...members.values()].map((level) => ({
    ...level.place,
    clusters: [...level.clusters],
    targets: mergeTargets(level.targets),
  }));
  for (const { dnsName, title } of levels) {
    const { problem } = parseDnsName(dnsName);
    if (problem !== undefined) issues.push({ code: "dns-name", path: title, message: problem });
  }
  return { levels: levels.sort((a, b) => compareText(a.dnsName, b.dnsName)), issues };
}

function placesOf(
  { prefix, domain }: { readonly prefix: string; readonly domain: string },
  { region = "", zones = [] }: ClusterDns,
): Place[] {
  const global = { dnsName: nameOf(`${prefix}.${domain}`), title: "the global name" };
  if (region === "") return [global];
  const regional = {
    dnsName: nameOf(`${prefix}.${region}.${domain}`),
    title: `region "${region}"`,
    above: global.dnsName,
  };
  const zonal = [...new Set(zones)].map((zone) => ({
    dnsName: nameOf(`${prefix}.${zone}.${region}.${domain}`),
    title: `zone "${zone}"`,
    above: regional.dnsName,
  }));
  return [global, regional, ...zonal];
}

/** Names that cannot be read are kept as they are for the message about them. */
function nameOf(text: string): string {
  return parseDnsName(text).name ?? canonicalName(text);
}
