import type { KubeObject } from "../../../core/model";
import { mapAt, mapsAt, textAt } from "../../../core/plain/fields";
import { namespaceOf } from "../karmadaPolicies";

type Check = (policy: KubeObject) => string | undefined;

/**
 * Why Karmada's admission refuses a propagation policy, so that it was never there or is there as it was
 * before; undefined for one that it takes.
 *
 * Source: Karmada `pkg/util/validation/validation.go`.
 *
 * @example
 * refusalOf({ kind: "PropagationPolicy", spec: { placement: { spreadConstraints: [{ spreadByField: "region" }] } } })
 * //=> "spreadConstraints need one by cluster beside any other field"
 */
export function refusalOf(policy: KubeObject): string | undefined {
  const checks: readonly Check[] = [
    foreignNamespace,
    badAffinities,
    badSpread,
    badOverflow,
    badSuspension,
    badPreemption,
  ];
  for (const check of checks) {
    const problem = check(policy);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function placementOf(policy: KubeObject): KubeObject {
  return mapAt(policy, "spec", "placement");
}

function foreignNamespace(policy: KubeObject): string | undefined {
  if (policy.kind !== "PropagationPolicy") return undefined;
  const own = namespaceOf(policy);
  const foreign = mapsAt(mapAt(policy, "spec"), "resourceSelectors").some((selector) => {
    const namespace = textAt(selector, "namespace");
    return namespace !== "" && namespace !== own;
  });
  return foreign ? "its resourceSelectors name another namespace than its own" : undefined;
}

function badAffinities(policy: KubeObject): string | undefined {
  const placement = placementOf(policy);
  const groups = mapsAt(placement, "clusterAffinities");
  if (placement.clusterAffinity !== undefined && groups.length > 0) {
    return "clusterAffinity and clusterAffinities exclude each other";
  }
  const affinities = [
    mapAt(placement, "clusterAffinity"),
    ...groups,
    ...groups.flatMap((group) => mapsAt(group, "overflowAffinities")),
  ];
  const names = groups.map((group) => textAt(group, "affinityName"));
  if (new Set(names).size < names.length) return "two clusterAffinities have one name";
  return affinities.map(badFields).find((problem) => problem !== undefined);
}

/** Why admission refuses the fieldSelector of an affinity; undefined for one that it takes. */
export function badFields(affinity: KubeObject): string | undefined {
  for (const { key, operator } of mapsAt(mapAt(affinity, "fieldSelector"), "matchExpressions")) {
    if (!["provider", "region", "zone"].includes(String(key))) {
      return `a fieldSelector has the key "${String(key)}"; allowed: provider, region, zone`;
    }
    if (operator !== "In" && operator !== "NotIn") {
      return `a fieldSelector has the operator "${String(operator)}"; allowed: In, NotIn`;
    }
  }
  return undefined;
}

function badSpread(policy: KubeObject): string | undefined {
  const constraints = mapsAt(placementOf(policy), "spreadConstraints");
  if (constraints.some((each) => each.spreadByField && each.spreadByLabel)) {
    return "a spreadConstraint has both a field and a label";
  }
  const badBounds = constraints.some(({ minGroups = 0, maxGroups = 0 }) => {
    const [least, most] = [Number(minGroups), Number(maxGroups)];
    return least < 0 || most < 0 || (most > 0 && most < least);
  });
  if (badBounds) return "a spreadConstraint has impossible minGroups and maxGroups";
  // Without field and label, the field is `cluster`.
  const fields = constraints
    .filter((each) => !each.spreadByLabel)
    .map((each) => textAt(each, "spreadByField") || "cluster");
  if (new Set(fields).size < fields.length) return "two spreadConstraints have one field";
  return fields.length > 0 && !fields.includes("cluster")
    ? "spreadConstraints need one by cluster beside any other field"
    : undefined;
}

function badOverflow(policy: KubeObject): string | undefined {
  const placement = placementOf(policy);
  const scheduling = mapAt(placement, "replicaScheduling");
  const isByRoom =
    scheduling.replicaDivisionPreference === "Aggregated" ||
    mapAt(scheduling, "weightPreference").dynamicWeight !== undefined;
  const overflows = mapsAt(placement, "clusterAffinities").some(
    (group) => mapsAt(group, "overflowAffinities").length > 0,
  );
  return overflows && !isByRoom
    ? "overflowAffinities need Aggregated division or dynamicWeight"
    : undefined;
}

function badSuspension(policy: KubeObject): string | undefined {
  const suspension = mapAt(policy, "spec", "suspension");
  const some = mapAt(suspension, "dispatchingOnClusters").clusterNames;
  return suspension.dispatching === true && Array.isArray(some) && some.length > 0
    ? "suspension is both of all and of some clusters"
    : undefined;
}

function badPreemption(policy: KubeObject): string | undefined {
  const spec = mapAt(policy, "spec");
  const isUnnamed = mapsAt(spec, "resourceSelectors").some((each) => textAt(each, "name") === "");
  return spec.preemption === "Always" && isUnnamed
    ? "preemption Always needs a name in every resourceSelector"
    : undefined;
}
