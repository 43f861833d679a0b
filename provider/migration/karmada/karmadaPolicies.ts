import { isPlainObject } from "../../core/plain/plainObject";
import { compareText } from "../../core/plain/text";
import { matchesSelector } from "../../core/kinds/labelSelector";
import type { KubeObject, LabelSelector } from "../../core/model";
import { mapAt, mapsAt, textAt, textsOf } from "../../core/plain/fields";
import { identityOf } from "../../core/manifests/manifest";

/** How closely a policy picks an object; 0: not at all. */
type Closeness = 0 | 1 | 2 | 3;

/**
 * The propagation policy that an object follows: one of its namespace before a cluster-wide one, then by
 * `priority`, then the one that picks it more closely (by name, by label, by kind), then by name.
 *
 * Source: Karmada `pkg/detector/{policy,compare}.go`.
 */
export function policyFor(
  object: KubeObject,
  policies: readonly KubeObject[],
): KubeObject | undefined {
  const { namespace } = identityOf(object);
  const ofNamespace = policies.filter(
    (policy) =>
      policy.kind === "PropagationPolicy" && namespace !== "" && namespaceOf(policy) === namespace,
  );
  const ofAll = policies.filter(({ kind }) => kind === "ClusterPropagationPolicy");
  return foremost(object, ofNamespace) ?? foremost(object, ofAll);
}

function foremost(object: KubeObject, policies: readonly KubeObject[]): KubeObject | undefined {
  const matching = policies
    .map((policy) => ({ policy, closeness: closenessOf(object, policy) }))
    .filter(({ closeness }) => closeness > 0)
    .sort(
      (a, b) =>
        priorityOf(b.policy) - priorityOf(a.policy) ||
        b.closeness - a.closeness ||
        compareText(identityOf(a.policy).name, identityOf(b.policy).name),
    );
  return matching[0]?.policy;
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
 * those of its namespace, by name. A policy without resourceSelectors changes everything it can see.
 *
 * Source: Karmada `pkg/util/overridemanager/overridemanager.go`.
 */
export function overrideRules(object: KubeObject, policies: readonly KubeObject[]): OverrideRule[] {
  const { namespace } = identityOf(object);
  const ofAll = policies.filter(({ kind }) => kind === "ClusterOverridePolicy");
  const ofNamespace = policies.filter(
    (policy) =>
      policy.kind === "OverridePolicy" && namespace !== "" && namespaceOf(policy) === namespace,
  );
  return [ofAll, ofNamespace].flatMap((group) =>
    group
      .filter((policy) => {
        const selectors = mapsAt(mapAt(policy, "spec"), "resourceSelectors");
        return selectors.length === 0 || closenessOf(object, policy) > 0;
      })
      .sort((a, b) => compareText(identityOf(a).name, identityOf(b).name))
      .flatMap(rulesOf),
  );
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
