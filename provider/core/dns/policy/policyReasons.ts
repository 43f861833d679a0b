import type { PolicySettings } from "./policy";
import { type Branch, weightOf } from "./policyTiers";

/**
 * What a policy does with a name, for people.
 *
 * @example
 * describeSteering([{ tiers: [["eu"], ["us"]] }], { policy: "failover" })
 * //=> 'is answered by "eu", if that fails by "us"'
 */
export function describeSteering(branches: readonly Branch[], settings: PolicySettings): string {
  const { policy, weights } = settings;
  if (policy === "weighted") {
    const [tier = [], ...others] = branches[0]?.tiers ?? [];
    const shares = tier.map((cluster) => `"${cluster}" ${weightOf(weights, cluster)}`).join(", ");
    return `is answered by weight: ${shares}${others.map(orElse).join("")}`;
  }
  const [only, ...rest] = branches;
  if (only !== undefined && rest.length === 0) return `is answered by ${inTurn(only)}`;
  const cases = branches.map(({ place, tiers }) =>
    place === undefined
      ? `elsewhere by ${inTurn({ tiers })}`
      : `in ${place.codes.join(", ")} by ${inTurn({ tiers })}`,
  );
  return `is answered by place: ${cases.join("; ")}`;
}

function inTurn({ tiers }: Branch): string {
  const [first = [], ...others] = tiers;
  return `${listed(first)}${others.map(orElse).join("")}`;
}

function orElse(tier: readonly string[]): string {
  return `, if that fails by ${listed(tier)}`;
}

function listed(clusters: readonly string[]): string {
  return clusters.map((cluster) => `"${cluster}"`).join(", ");
}
