import type { KubeObject } from "../../core/model";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareText, stableText } from "../../core/plain/text";
import { type EngineStep, nameInUrn } from "./engineEvents";
import { fieldChanges } from "./fieldChanges";
import { maskObject, withPlannedLists } from "./masking";
import type { DiffGroup, FieldChange, PlanCell, PlanRow, ReplicaChange } from "./model";
import { planCell, stepAction } from "./planCell";
import type { RegisteredPlan } from "./registeredPlan";

/** A federated component and the engine's steps for its objects, by cluster. */
export interface RowRequest {
  readonly urn: string;
  readonly before?: RegisteredPlan;
  readonly after?: RegisteredPlan;
  readonly steps: ReadonlyMap<string, EngineStep>;
  /** By the object's URN: what the API server says that refuses it. @default none is refused */
  readonly refused?: ReadonlyMap<string, string>;
  /** The clusters of other shards, of which this stack knows only that they are planned for. @default none */
  readonly elsewhere?: ReadonlySet<string>;
}

/**
 * One row of the picture; undefined where neither plan is known, and for a component that is gone and
 * whose objects another one has now.
 */
export function planRow({
  urn,
  before,
  after,
  steps,
  refused,
  elsewhere,
}: RowRequest): PlanRow | undefined {
  // Without a plan and without objects there is nothing to show.
  const plan = after ?? (steps.size === 0 ? undefined : before);
  if (plan === undefined) return undefined;
  const planned = (after?.clusters ?? []).map(({ cluster }) => cluster);
  const here = planned.filter((cluster) => elsewhere?.has(cluster) !== true);
  const clusters = [...new Set([...here, ...steps.keys()])].sort(compareText);
  const cells = clusters.map((cluster) => {
    const step = steps.get(cluster);
    return planCell({ cluster, before, after, step, refused: refused?.get(step?.urn ?? "") });
  });
  const replicas = totalReplicas(cells);
  const ordered = clusters.flatMap((cluster) => {
    const step = steps.get(cluster);
    const planned = after?.clusters.find((each) => each.cluster === cluster)?.object;
    return step === undefined ? [] : [{ cluster, step, planned }];
  });
  return {
    urn,
    resource: nameInUrn(urn),
    kind: plan.kind,
    apiVersion: plan.apiVersion,
    name: plan.name,
    ...(plan.namespace === undefined ? {} : { namespace: plan.namespace }),
    ...(replicas === undefined ? {} : { replicas }),
    cells,
    diffs: diffGroups(ordered),
    manifests: grouped(
      ordered.map(({ cluster, step, planned }) => ({
        cluster,
        value: manifestOf(step, planned),
      })),
    ).map(({ clusters: same, value }) => ({ clusters: same, manifest: value })),
    ...(after?.decisions === undefined ? {} : { decisions: after.decisions }),
  };
}

/** What a cluster will hold, or holds before it is deleted. */
function manifestOf(step: EngineStep, planned: unknown): KubeObject {
  if (step.new === undefined) return maskObject(step.old?.inputs);
  const shown = withPlannedLists(maskObject(step.new.inputs), planned);
  return isPlainObject(shown) ? shown : {};
}

function diffGroups(
  steps: readonly { cluster: string; step: EngineStep; planned: unknown }[],
): DiffGroup[] {
  return groupChanges(
    steps
      .filter(({ step }) => stepAction(step) === "update" || stepAction(step) === "replace")
      .flatMap(({ cluster, step, planned }) =>
        fieldChanges(step, planned).map((value) => ({ cluster, value })),
      ),
  );
}

/** Every change once, with the clusters that have it; changes of the same clusters together. */
export function groupChanges(
  single: readonly { readonly cluster: string; readonly value: FieldChange }[],
): DiffGroup[] {
  const perChange = grouped(single).map(({ clusters, value }) => ({
    cluster: clusters.join("\n"),
    value: { clusters, change: value },
  }));
  const perClusters = new Map<string, DiffGroup & { changes: FieldChange[] }>();
  for (const { cluster: key, value } of perChange) {
    const group = perClusters.get(key) ?? { clusters: value.clusters, changes: [] };
    group.changes.push(value.change);
    perClusters.set(key, group);
  }
  return [...perClusters.values()].sort(
    (a, b) =>
      b.clusters.length - a.clusters.length || compareText(a.clusters.join(), b.clusters.join()),
  );
}

/** Equal values once, with the clusters that have them, in the order of the first. */
export function grouped<Value>(
  entries: readonly { readonly cluster: string; readonly value: Value }[],
): { clusters: string[]; value: Value }[] {
  const groups = new Map<string, { clusters: string[]; value: Value }>();
  for (const { cluster, value } of entries) {
    const key = stableText(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { clusters: [cluster], value });
    else group.clusters.push(cluster);
  }
  return [...groups.values()];
}

/** The replicas of a row over all its cells. */
export function totalReplicas(cells: readonly PlanCell[]): ReplicaChange | undefined {
  const counted = cells.flatMap(({ replicas }) => (replicas === undefined ? [] : [replicas]));
  if (counted.length === 0) return undefined;
  return {
    now: counted.reduce((sum, { now }) => sum + (now ?? 0), 0),
    then: counted.reduce((sum, { then }) => sum + (then ?? 0), 0),
    ...(counted.some(({ isDefault }) => isDefault === true) ? { isDefault: true as const } : {}),
  };
}
