import { compareText, count } from "../plain/text";
import { plainText } from "../plain/plainText";
import {
  type ExceptArgs,
  type PolicyFinding,
  replicasByCluster,
  replicasByRegion,
  type RuledFleet,
  unknownReplicas,
  workloadsOf,
} from "./fleet";

/** Over how many regions a workload is spread. */
export interface RegionsArgs extends ExceptArgs {
  /** The least number of regions with a replica. */
  readonly atLeast: number;
}

/** How much of a workload may be lost with one place. */
export interface ReplicaSharesArgs extends ExceptArgs {
  /** The largest share of the replicas on one cluster, in percent. @default 100 */
  readonly perClusterPercent?: number;
  /** The largest share of the replicas in one region, in percent. @default 100 */
  readonly perRegionPercent?: number;
}

/** Workloads whose replicas are in fewer regions than asked. */
export function judgeRegions(fleet: RuledFleet, rule: RegionsArgs): PolicyFinding[] {
  const all = new Set(
    fleet.members.map(({ region }) => region).filter((each) => each !== undefined),
  );
  return workloadsOf(fleet, rule).flatMap((workload): PolicyFinding[] => {
    const { urn, title } = workload;
    const replicas = replicasByCluster(workload);
    if (replicas === undefined) return [unknownReplicas(workload)];
    if (replicas.total === 0) return [];
    const places = replicasByRegion(fleet, replicas.by);
    const regions = places.filter(([region]) => region !== "");
    if (regions.length >= rule.atLeast) return [];
    const numbers = places.map(
      ([region, each]) => `${region === "" ? "without a region" : plainText(region)} ${each}`,
    );
    const message = `${title}: ${count(replicas.total, "replica")} in ${count(regions.length, "region")} (${numbers.join(", ")}), at least ${rule.atLeast} asked for; the fleet has ${all.size}`;
    return [{ urn, message }];
  });
}

/** Workloads of which one cluster or one region has too large a share. One replica cannot be divided. */
export function judgeReplicaShares(fleet: RuledFleet, rule: ReplicaSharesArgs): PolicyFinding[] {
  return workloadsOf(fleet, rule).flatMap((workload): PolicyFinding[] => {
    const { urn, title } = workload;
    const replicas = replicasByCluster(workload);
    if (replicas === undefined) return [unknownReplicas(workload)];
    const { total, by } = replicas;
    if (total < 2) return [];
    const regions = replicasByRegion(fleet, by).filter(([region]) => region !== "");
    const tooMuch = [
      ...over(by, total, rule.perClusterPercent, "on one cluster"),
      ...over(regions, total, rule.perRegionPercent, "in one region"),
    ];
    return tooMuch.map((each) => ({ urn, message: `${title}: ${each}` }));
  });
}

function over(
  places: readonly (readonly [string, number])[],
  total: number,
  percent = 100,
  where: string,
): string[] {
  return places
    .filter(([, replicas]) => replicas * 100 > percent * total)
    .sort(([a], [b]) => compareText(a, b))
    .map(([place, replicas]) => {
      const share = Math.floor((replicas * 100) / total);
      return `${replicas} of ${total} replicas (${share} %) ${where}, ${plainText(place)}; at most ${percent} % allowed`;
    });
}
