import type { KubeObject } from "../../../core/model";
import { parsePointer } from "../../../core/paths/jsonPointer";
import { mapAt, mapsAt, textAt } from "../../../core/plain/fields";
import { sourceOf } from "../../../core/manifests/manifest";
import { askMembers, type Doubt } from "../doubt";
import { namespaceOf, overrides } from "../karmadaPolicies";
import { badFields } from "./refusedPolicy";

/**
 * Why Karmada's admission refuses an override policy; undefined for one that it takes.
 *
 * Source: Karmada `pkg/util/validation/validation.go`.
 *
 * @example
 * overrideRefusalOf({ kind: "OverridePolicy", spec: { targetCluster: {}, overrideRules: [] } })
 * //=> "targetCluster and overrideRules exclude each other"
 */
export function overrideRefusalOf(policy: KubeObject): string | undefined {
  const spec = mapAt(policy, "spec");
  const rules = mapsAt(spec, "overrideRules");
  if (spec.overrideRules !== undefined && spec.targetCluster !== undefined) {
    return "targetCluster and overrideRules exclude each other";
  }
  if (spec.overrideRules !== undefined && Object.keys(mapAt(spec, "overriders")).length > 0) {
    return "overriders and overrideRules exclude each other";
  }
  if (namesForeign(policy)) return "its resourceSelectors name another namespace than its own";
  const problems = [
    badFields(mapAt(spec, "targetCluster")),
    ...rules.flatMap((rule) => [
      badFields(mapAt(rule, "targetCluster")),
      ...mapsAt(mapAt(rule, "overriders"), "fieldOverrider").map(badFieldOverrider),
    ]),
  ];
  return problems.find((problem) => problem !== undefined);
}

function namesForeign(policy: KubeObject): boolean {
  if (policy.kind !== "OverridePolicy") return false;
  const own = namespaceOf(policy);
  return mapsAt(mapAt(policy, "spec"), "resourceSelectors").some((selector) => {
    const namespace = textAt(selector, "namespace");
    return namespace !== "" && namespace !== own;
  });
}

function badFieldOverrider(overrider: KubeObject): string | undefined {
  const [json, yaml] = [mapsAt(overrider, "json"), mapsAt(overrider, "yaml")];
  if (json.length > 0 === yaml.length > 0) return "a fieldOverrider has not one of JSON and YAML";
  if (parsePointer(textAt(overrider, "fieldPath")) === undefined) {
    return "a fieldOverrider has no fieldPath that leads anywhere";
  }
  return [...json, ...yaml].map(badOperation).find((problem) => problem !== undefined);
}

function badOperation({ operator, subPath, value }: KubeObject): string | undefined {
  if (parsePointer(typeof subPath === "string" ? subPath : "") === undefined) {
    return "a fieldOverrider has a subPath that leads nowhere";
  }
  const hasValue = value !== undefined;
  return hasValue === (operator === "remove")
    ? "a fieldOverrider removes with a value, or adds without one"
    : undefined;
}

/** Of the override policies that see an object, those that Karmada takes, and doubts about the others. */
export function takenOverrides(
  object: KubeObject,
  policies: readonly KubeObject[],
): { readonly policies: readonly KubeObject[]; readonly doubts: readonly Doubt[] } {
  const refused = policies.filter((policy) => overrideRefusalOf(policy) !== undefined);
  return {
    policies: policies.filter((policy) => !refused.includes(policy)),
    doubts: refused
      .filter((policy) => overrides(policy, object))
      .map((policy) => ({
        reason: `Karmada refuses ${sourceOf(policy)} (${overrideRefusalOf(policy) ?? ""}), so it is not there, or as it was before; mend it, or ${askMembers}`,
      })),
  };
}
