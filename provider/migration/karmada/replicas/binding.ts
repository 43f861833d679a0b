import type { KubeObject } from "../../../core/model";
import { groupOf, identityOf } from "../../../core/manifests/manifest";
import { mapAt, mapsAt, textAt } from "../../../core/plain/fields";
import { askMembers, type Doubt } from "../doubt";
import type { KarmadaWorld } from "../karmadaWorld";
import { namespaceOf } from "../karmadaPolicies";
import { suspendedClusters } from "../owners/idlePolicy";

/** One cluster that a binding names. */
export interface Target {
  readonly name: string;
  /** Absent for what has no replicas. */
  readonly replicas?: number;
}

/** The binding of an object: what Karmada decided about it. Undefined where the input has none. */
export function bindingOf(
  template: KubeObject,
  { bindings }: Pick<KarmadaWorld, "bindings">,
): KubeObject | undefined {
  const { apiVersion, kind, name } = identityOf(template);
  return bindings.find((binding) => {
    const resource = mapAt(binding, "spec", "resource");
    const isSame =
      groupOf(textAt(resource, "apiVersion")) === groupOf(apiVersion) &&
      resource.kind === kind &&
      resource.name === name;
    const namespace = textAt(resource, "namespace");
    return isSame && (namespace === "" || namespace === namespaceOf(template));
  });
}

/** The clusters that a binding names for the object itself, then those of workloads that pull it along. */
export function targetsOf(binding: KubeObject): Target[] {
  const spec = mapAt(binding, "spec");
  const own = mapsAt(spec, "clusters").map(readTarget);
  const pulled = mapsAt(spec, "requiredBy").flatMap((snapshot) =>
    mapsAt(snapshot, "clusters").map(({ name }) => ({ name: String(name) })),
  );
  const targets = new Map<string, Target>();
  for (const target of [...own, ...pulled]) {
    if (!targets.has(target.name)) targets.set(target.name, target);
  }
  return [...targets.values()];
}

function readTarget({ name, replicas }: KubeObject): Target {
  return { name: String(name), ...(typeof replicas === "number" ? { replicas } : {}) };
}

/** Where a binding says, or does not say, that its members have what it wants. */
export function bindingDoubts(binding: KubeObject, clusters: readonly string[]): Doubt[] {
  const targets = targetsOf(binding).map(({ name }) => name);
  const strangers = targets.filter((name) => !clusters.includes(name));
  return [
    ...(strangers.length === 0
      ? []
      : [
          {
            reason: `its binding names ${strangers.join(", ")}, which is not among the objects; add the Cluster`,
          },
        ]),
    ...suspensionDoubts(mapAt(binding, "spec", "suspension")),
    ...evictionDoubts(binding),
    ...(targets.length === 0 ? [] : appliedDoubts(binding)),
  ];
}

/** Where a suspension of a policy or a binding keeps members as they were. */
export function suspensionDoubts(suspension: KubeObject): Doubt[] {
  const suspended = suspendedClusters(suspension);
  if (suspended?.length === 0) return [];
  const reason = `dispatching is suspended, so the cluster has what was there before; resume it, or ${askMembers}`;
  return [{ reason, ...(suspended === undefined ? {} : { clusters: suspended }) }];
}

function evictionDoubts(binding: KubeObject): Doubt[] {
  const from = mapsAt(mapAt(binding, "spec"), "gracefulEvictionTasks").map((task) =>
    textAt(task, "fromCluster"),
  );
  if (from.length === 0) return [];
  return [{ reason: `Karmada is evicting it from there; wait, or ${askMembers}`, clusters: from }];
}

/** A member may refuse, or hold an object of somebody else; only the status tells. */
function appliedDoubts(binding: KubeObject): Doubt[] {
  const status = mapAt(binding, "status");
  const condition = mapsAt(status, "conditions").find(({ type }) => type === "FullyApplied");
  if (condition?.status === "True") return [];
  const unsure = `${askMembers}, or mend it and wait until its binding says FullyApplied`;
  if (condition === undefined) {
    return [{ reason: `its binding does not say whether it was applied; ${unsure}` }];
  }
  const items = mapsAt(status, "aggregatedStatus");
  const applied = items.filter((item) => item.applied === true).map(clusterNameOf);
  const failed = targetsOf(binding)
    .map(({ name }) => name)
    .filter((name) => !applied.includes(name));
  const reason = `Karmada could not apply it everywhere (${firstLine(textAt(condition, "message"))}); ${unsure}`;
  return [{ reason, ...(items.length === 0 ? {} : { clusters: failed }) }];
}

function clusterNameOf(item: KubeObject): string {
  return textAt(item, "clusterName");
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
