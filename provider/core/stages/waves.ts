import type { Issue } from "../issue";
import type { MemberCluster } from "../model";
import { placeValueOf } from "../placement/topology";
import { ownValue } from "../plain/ownKey";
import { compareText, count } from "../plain/text";
import type { AssignedStage } from "./assignment";
import { countOf, type StagedUpdateSettings } from "./strategy";

/** What limits how many clusters are updated at once. */
export interface WaveRequest {
  readonly strategy: StagedUpdateSettings;
  /** All clusters of the strategy. */
  readonly clusters: readonly MemberCluster[];
  /** Replicas by cluster, of all workloads of the strategy. */
  readonly replicas: Readonly<Record<string, number>>;
}

/**
 * Divides clusters of one stage into waves, each as large as the limits let it be, by name.
 *
 * - Clusters without the label or the place that `oneAtATimePer` asks for count as one group.
 * - A cluster with more replicas than may be at risk is a wave of its own, and an issue (`limitIssues`).
 *
 * @example
 * wavesOf({ strategy: { stages: [], maxConcurrency: 2, oneAtATimePer: "region" }, clusters: [{ name: "a", region: "eu" }, { name: "b", region: "eu" }, { name: "c", region: "us" }], replicas: {} }, { size: 3, names: ["a", "b", "c"] })
 * //=> [["a", "c"], ["b"]]
 */
export function wavesOf(
  request: WaveRequest,
  stage: { readonly size: number; readonly names: readonly string[] },
): string[][] {
  const { strategy, clusters, replicas } = request;
  const key = strategy.oneAtATimePer;
  const places = new Map(
    key === undefined ? [] : clusters.map((each) => [each.name, placeValueOf(each, key)]),
  );
  const most = countOf(strategy.maxConcurrency, stage.size) ?? Infinity;
  const risk = riskOf(request);
  const waves: string[][] = [];
  let left = [...stage.names].sort(compareText).map((name) => {
    return {
      name,
      group: key === undefined ? name : places.get(name),
      replicas: ownValue(replicas, name) ?? 0,
    };
  });
  while (left.length > 0) {
    const wave: string[] = [];
    const groups = new Set<string | undefined>();
    let atRisk = 0;
    left = left.filter(({ name, group, replicas: more }) => {
      const fits = wave.length < most && !groups.has(group) && atRisk + more <= risk;
      if (!fits && wave.length > 0) return true;
      wave.push(name);
      groups.add(group);
      atRisk += more;
      return false;
    });
    waves.push(wave);
  }
  return waves;
}

/** What contradicts itself in the limits, before anything is written. */
export function limitIssues(request: WaveRequest, stages: readonly AssignedStage[]): Issue[] {
  const { strategy, clusters, replicas } = request;
  const risk = riskOf(request);
  const total = totalOf(replicas);
  const tooLarge = clusters
    .map(({ name }) => ({ name, own: ownValue(replicas, name) ?? 0 }))
    .filter(({ own }) => own > risk)
    .sort((a, b) => compareText(a.name, b.name))
    .map(({ name, own }): Issue => {
      const part = Math.round((own * 100) / total);
      const message = `${String(strategy.maxReplicasAtRisk)} of ${count(total, "replica")} are ${risk}, and "${name}" alone has ${own} (${part} %); it could never be updated within that`;
      return { code: "stages-invalid", path: "maxReplicasAtRisk", message };
    });
  const single = stages.flatMap((stage): Issue[] => {
    const key = strategy.oneAtATimePer;
    if (key === undefined || stage.groupBy !== key || stage.clusters.length < 2) return [];
    const waves = wavesOf(request, { size: stage.clusters.length, names: stage.clusters });
    const message = `stage "${stage.name}" is one ${key}, so that one cluster is updated at a time: ${count(waves.length, "wave")}`;
    return [{ code: "stages-invalid", severity: "warning", path: "oneAtATimePer", message }];
  });
  return [...tooLarge, ...single];
}

/** The replicas that may be on clusters that are updated at once. */
function riskOf({ strategy, replicas }: WaveRequest): number {
  return countOf(strategy.maxReplicasAtRisk, totalOf(replicas)) ?? Infinity;
}

function totalOf(replicas: Readonly<Record<string, number>>): number {
  return Object.values(replicas).reduce((sum, each) => sum + each, 0);
}
