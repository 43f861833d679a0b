import { errorsOf, type Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { formatPointer } from "../paths/jsonPointer";
import { formatSelector, matchesSelector } from "../kinds/labelSelector";
import type { KubeObject, MemberCluster, Override } from "../model";
import { applyCheckedOverride } from "./overrides";

/** A change that an override made to one cluster's object; never with its value, which may be a secret. */
export interface AppliedOverride {
  /** Which override, and why it applies: `overrides[0], named` or `overrides[1], region=us`. */
  readonly override: string;
  readonly op: "add" | "remove" | "replace" | "merge";
  readonly path: string;
}

/** One cluster's object after all overrides that apply to it. */
export interface Overridden {
  readonly object: KubeObject;
  readonly applied: readonly AppliedOverride[];
  readonly issues: readonly Issue[];
}

/**
 * Applies the overrides that pick a cluster to its object, in order: the JSON patch of an override first,
 * then its merge. One that cannot be applied leaves the object as it was and is reported. The overrides
 * must be valid (`validateOverrides`).
 */
export function planOverrides(request: {
  readonly overrides: readonly Override[];
  readonly cluster: MemberCluster;
  readonly object: KubeObject;
}): Overridden {
  return applyPicked(request.object, pickedFor(request.overrides, request.cluster));
}

/**
 * Applies overrides to one object for many clusters, once for all that the same ones pick: they have the same object
 * and the same problems.
 */
export function overridesOf(
  object: KubeObject,
  overrides: readonly Override[],
): (cluster: MemberCluster) => Overridden {
  const found = new Map<string, Overridden>();
  return (cluster) => {
    const picked = pickedFor(overrides, cluster);
    const key = picked.map(({ index }) => index).join(" ");
    const overridden = found.get(key) ?? applyPicked(object, picked);
    found.set(key, overridden);
    return overridden;
  };
}

/** An override that picks a cluster. */
interface PickedOverride {
  readonly index: number;
  readonly override: Override;
  /** Why; the same for each cluster that it picks. */
  readonly reason: string;
}

function pickedFor(overrides: readonly Override[], cluster: MemberCluster): PickedOverride[] {
  return overrides.flatMap((override, index) => {
    const reason = whyApplies(override, cluster);
    return reason === undefined ? [] : [{ index, override, reason }];
  });
}

function applyPicked(original: KubeObject, picked: readonly PickedOverride[]): Overridden {
  let object = original;
  const applied: AppliedOverride[] = [];
  const issues: Issue[] = [];
  for (const { index, override, reason } of picked) {
    const at = `overrides[${index}]`;
    const result = applyCheckedOverride({ object, override, path: at });
    issues.push(...result.issues);
    if (errorsOf(result.issues).length > 0) continue;
    object = result.object;
    applied.push(
      ...changesOf(override).map((change) => ({ ...change, override: `${at}, ${reason}` })),
    );
  }
  return { object, applied, issues };
}

function whyApplies(override: Override, cluster: MemberCluster): string | undefined {
  const { clusterName, clusterSelector } = override;
  // An empty name counts as not given, as null does: converters and untyped callers write either.
  if (clusterName) return clusterName === cluster.name ? "named" : undefined;
  if (!clusterSelector || !matchesSelector(clusterSelector, cluster.labels)) return undefined;
  return formatSelector(clusterSelector);
}

function changesOf({ clusterOverrides, merge }: Override): Omit<AppliedOverride, "override">[] {
  const patches = (clusterOverrides ?? []).map(({ op, path }) => ({
    op: op ? op : ("replace" as const),
    path,
  }));
  const merges = mergedPaths(merge, []).map((path) => ({ op: "merge" as const, path }));
  return [...patches, ...merges];
}

/** The places that a merge touches: its leaves, lists included. */
function mergedPaths(merge: unknown, path: readonly string[]): string[] {
  if (merge === undefined || (merge === null && path.length === 0)) return [];
  if (!isPlainObject(merge)) return [formatPointer(path)];
  return Object.keys(merge)
    .sort()
    .flatMap((key) => mergedPaths(merge[key], [...path, key]));
}
