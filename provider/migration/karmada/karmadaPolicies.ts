import { isPlainObject } from "../../core/plain/plainObject";
import { compareText } from "../../core/plain/text";
import { matchesSelector } from "../../core/kinds/labelSelector";
import type { KubeObject, LabelSelector } from "../../core/model";
import { mapAt, mapsAt, textAt, textsOf } from "../../core/plain/fields";
import { identityOf } from "../../core/manifests/manifest";

/** How closely a policy picks an object; 0: not at all. */
type Closeness = 0 | 1 | 2 | 3;

/**
 * The propagation policies that select an object, the foremost first: those of its namespace before the
 * cluster-wide ones, then by `priority`, then the one that picks it more closely (by name, by label, by
 * kind), then by name.
 *
 * Source: Karmada `pkg/detector/{policy,compare}.go`.
 */
export function policiesFor(object: KubeObject, policies: readonly KubeObject[]): KubeObject[] {
  const ofNamespace = policies.filter(({ kind }) => kind === "PropagationPolicy");
  const ofAll = policies.filter(({ kind }) => kind === "ClusterPropagationPolicy");
  return [...byRank(object, ofNamespace), ...byRank(object, ofAll)];
}

/** Whether a policy selects an object; one of a namespace selects nothing outside of it. */
export function selects(policy: KubeObject, object: KubeObject): boolean {
  const { namespace } = identityOf(object);
  const isForAll = policy.kind === "ClusterPropagationPolicy";
  const isInReach = isForAll || (namespace !== "" && namespaceOf(policy) === namespace);
  return isInReach && closenessOf(object, policy) > 0;
}

function byRank(object: KubeObject, policies: readonly KubeObject[]): KubeObject[] {
  return policies
    .filter((policy) => selects(policy, object))
    .map((policy) => ({ policy, closeness: closenessOf(object, policy) }))
    .sort(
      (a, b) =>
        priorityOf(b.policy) - priorityOf(a.policy) ||
        b.closeness - a.closeness ||
        compareText(identityOf(a.policy).name, identityOf(b.policy).name),
    )
    .map(({ policy }) => policy);
}

function priorityOf(policy: KubeObject): number {
  const { priority } = mapAt(policy, "spec");
  return typeof priority === "number" ? priority : 0;
}

/** A policy without a namespace in its file is in `default`, as an object is. */
export function namespaceOf(object: KubeObject): string {
  const { namespace } = identityOf(object);
  return namespace === "" ? "default" : namespace;
}

function closenessOf(object: KubeObject, policy: KubeObject): Closeness {
  const all = mapsAt(mapAt(policy, "spec"), "resourceSelectors").map((selector) =>
    selectorCloseness(object, selector),
  );
  return all.reduce<Closeness>((most, each) => (each > most ? each : most), 0);
}

function selectorCloseness(object: KubeObject, selector: KubeObject): Closeness {
  const { apiVersion, kind, name, namespace } = identityOf(object);
  if (selector.apiVersion !== apiVersion || selector.kind !== kind) return 0;
  const wanted = textAt(selector, "namespace");
  if (wanted !== "" && wanted !== namespace) return 0;
  const wantedName = textAt(selector, "name");
  if (wantedName !== "") return wantedName === name ? 3 : 0;
  const labels = selector.labelSelector;
  if (!isSelector(labels)) return 1;
  return matchesSelector(labels, textsOf(mapAt(object, "metadata", "labels"))) ? 2 : 0;
}

function isSelector(value: unknown): value is LabelSelector {
  return isPlainObject(value);
}

/** One rule of an override policy: where it applies, and what it changes. */
export interface OverrideRule {
  /** A ClusterAffinity; absent: every cluster. */
  readonly target?: KubeObject;
  readonly overriders: KubeObject;
  /** The policy, for messages. */
  readonly policy: KubeObject;
}

/**
 * The rules that change an object, in the order in which they apply: cluster-wide policies first, then
 * those of its namespace; in each group from the loosest to the closest selector, then by name. A policy
 * without resourceSelectors changes everything it can see, as loosely as one that selects a kind.
 *
 * Source: Karmada `pkg/util/overridemanager/overridemanager.go`.
 */
export function overrideRules(object: KubeObject, policies: readonly KubeObject[]): OverrideRule[] {
  const own = policies.filter((policy) => overrides(policy, object));
  return ["ClusterOverridePolicy", "OverridePolicy"].flatMap((kind) =>
    own
      .filter((policy) => policy.kind === kind)
      .sort(
        (a, b) =>
          Math.max(1, closenessOf(object, a)) - Math.max(1, closenessOf(object, b)) ||
          compareText(identityOf(a).name, identityOf(b).name),
      )
      .flatMap(rulesOf),
  );
}

/** Whether an override policy changes an object, on whatever clusters. */
export function overrides(policy: KubeObject, object: KubeObject): boolean {
  const { namespace } = identityOf(object);
  const isForAll = policy.kind === "ClusterOverridePolicy";
  if (!isForAll && (namespace === "" || namespaceOf(policy) !== namespace)) return false;
  const selectors = mapsAt(mapAt(policy, "spec"), "resourceSelectors");
  return selectors.length === 0 || closenessOf(object, policy) > 0;
}

function rulesOf(policy: KubeObject): OverrideRule[] {
  const spec = mapAt(policy, "spec");
  const rules = mapsAt(spec, "overrideRules");
  // Before there were rules, a policy had one target and one set of overriders.
  return (rules.length > 0 ? rules : [spec]).map(({ targetCluster, overriders }) => ({
    policy,
    overriders: mapAt(overriders),
    ...(isPlainObject(targetCluster) ? { target: targetCluster } : {}),
  }));
}
