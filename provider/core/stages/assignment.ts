import type { Issue } from "../issue";
import { matchesSelector } from "../kinds/labelSelector";
import type { MemberCluster } from "../model";
import { placeValueOf } from "../placement/topology";
import { ownValue } from "../plain/ownKey";
import { compareText } from "../plain/text";
import type { ClusterRecord } from "./record";
import {
  countOf,
  restStage,
  type Stage,
  type StagedUpdateSettings,
  type StageGate,
} from "./strategy";

/** A stage and its clusters, sorted by name. */
export interface AssignedStage {
  readonly name: string;
  readonly gate: StageGate;
  readonly clusters: readonly string[];
  /** By what the stage was divided from others; absent for one that the strategy names itself. */
  readonly groupBy?: string;
}

/** What stages are assigned by. */
export interface AssignmentRequest {
  readonly strategy: StagedUpdateSettings;
  readonly clusters: readonly MemberCluster[];
  /** By cluster: what was known of it before; a stage that it has is kept. */
  readonly known?: Readonly<Record<string, ClusterRecord>>;
}

/**
 * Puts every cluster into exactly one stage: the first that picks it, else `rest`. A cluster that an update is
 * on its way to keeps the stage it has for that, so that nobody's coming or going moves it.
 *
 * @example
 * assignStages({ strategy: { stages: [{ name: "canary", clusterNames: ["b"] }, { name: "half", size: "50%" }] }, clusters: [{ name: "a" }, { name: "b" }, { name: "c" }, { name: "d" }] }).map(({ name, clusters }) => [name, ...clusters])
 * //=> [["canary", "b"], ["half", "a", "c"], ["rest", "d"]]
 */
export function assignStages(request: AssignmentRequest): AssignedStage[] {
  const { strategy, known = {} } = request;
  const clusters = [...request.clusters].sort((a, b) => compareText(a.name, b.name));
  // What is being drained goes when all others have what they are to have.
  let left = clusters.filter(({ retire }) => retire !== true);
  const take = (names: ReadonlySet<string>) => {
    left = left.filter(({ name }) => !names.has(name));
  };
  const kept = keptStages(strategy, left, known);
  take(new Set(kept.keys()));
  const stages = strategy.stages.flatMap((stage): AssignedStage[] => {
    const gate = stage.afterStage ?? {};
    if (stage.groupBy !== undefined) {
      const key = stage.groupBy;
      const valueOf = (cluster: MemberCluster) => placeValueOf(cluster, key);
      const grouped = left.filter((each) => valueOf(each) !== undefined);
      take(new Set(grouped.map(({ name }) => name)));
      const present = clusters.flatMap((each) => valueOf(each) ?? []);
      return groupsIn(present, stage.order).map((value) => ({
        name: groupName(strategy, stage, value),
        gate,
        groupBy: key,
        clusters: named(grouped.filter((each) => valueOf(each) === value)),
      }));
    }
    const picked = new Set(picksOf(stage, left, { total: clusters.length, kept }));
    const own = left.filter(({ name }) => picked.has(name));
    take(picked);
    return [{ name: stage.name, gate, clusters: named(own) }];
  });
  const retired = clusters.filter(({ retire }) => retire === true);
  const rest = [...named(left), ...named(retired)].sort(compareText);
  return [...stages, { name: restStage, gate: {}, clusters: rest }].map((stage) => ({
    ...stage,
    clusters: [
      ...stage.clusters,
      ...[...kept].filter(([, at]) => at === stage.name).map(([n]) => n),
    ].sort(compareText),
  }));
}

/** What is wrong with the names that stages are given. */
export function unknownStageClusters({ strategy, clusters }: AssignmentRequest): Issue[] {
  const known = new Set(clusters.map(({ name }) => name));
  const first = new Map<string, string>();
  return strategy.stages.flatMap(({ name: stage, clusterNames = [] }, index) =>
    clusterNames.flatMap((name, place): Issue[] => {
      const path = `stages[${index}].clusterNames[${place}]`;
      const other = first.get(name);
      first.set(name, other ?? stage);
      if (other !== undefined) {
        const message = `"${name}" is in stage "${other}" already; a cluster is in one stage`;
        return [{ code: "stages-invalid", path, message }];
      }
      if (known.has(name)) return [];
      const message = `no member cluster is called "${name}"; known: ${[...known]
        .sort(compareText)
        .map((each) => JSON.stringify(each))
        .join(", ")}`;
      return [{ code: "unknown-cluster", path, message }];
    }),
  );
}

/** The clusters that stay in the stage they have, as far as the strategy still has it. */
function keptStages(
  strategy: StagedUpdateSettings,
  clusters: readonly MemberCluster[],
  known: Readonly<Record<string, ClusterRecord>>,
): ReadonlyMap<string, string> {
  const names = new Set([restStage]);
  for (const stage of strategy.stages) {
    if (stage.groupBy === undefined) names.add(stage.name);
    else {
      for (const cluster of clusters) {
        const value = placeValueOf(cluster, stage.groupBy);
        if (value !== undefined) names.add(groupName(strategy, stage, value));
      }
    }
  }
  return new Map(
    clusters.flatMap(({ name }) => {
      const stage = ownValue(known, name)?.stage;
      return stage !== undefined && names.has(stage) ? [[name, stage] as const] : [];
    }),
  );
}

function picksOf(
  stage: Stage,
  left: readonly MemberCluster[],
  of: { readonly total: number; readonly kept: ReadonlyMap<string, string> },
): string[] {
  const { clusterNames, clusterSelector, size } = stage;
  if (clusterNames !== undefined) return [...clusterNames];
  if (clusterSelector !== undefined)
    return named(left.filter(({ labels }) => matchesSelector(clusterSelector, labels)));
  const there = [...of.kept.values()].filter((name) => name === stage.name).length;
  const wanted = countOf(size, of.total) ?? 0;
  return named(left).slice(0, Math.max(0, wanted - there));
}

function groupsIn(present: readonly string[], order: readonly string[] = []): string[] {
  const values = [...new Set(present)].sort(compareText);
  const first = order.filter((value) => values.includes(value));
  return [...new Set([...first, ...values])];
}

/** A group's stage is called after its value, unless another stage is called so. */
function groupName(strategy: StagedUpdateSettings, own: Stage, value: string): string {
  const isTaken =
    value === restStage ||
    strategy.stages.some((stage) =>
      stage.groupBy === undefined
        ? stage.name === value
        : stage !== own && stage.groupBy !== own.groupBy,
    );
  return isTaken ? `${own.name}/${value}` : value;
}

function named(clusters: readonly MemberCluster[]): string[] {
  return clusters.map(({ name }) => name);
}
