import { isPlainObject } from "../../core/plain/plainObject";
import { formatSelector, matchesSelector, validateSelector } from "../../core/kinds/labelSelector";
import type { LabelSelector } from "../../core/model";
import type { FleetCluster, PlanDecisions } from "./model";

/** One test that a placement makes of a cluster. */
export interface PlacementTest {
  /** What is asked: `tier=prod`, `named`. */
  readonly test: string;
  /** What the cluster has: `tier=dev`, `no label "tier"`. */
  readonly found: string;
  readonly holds: boolean;
}

/**
 * The tests that a placement makes of a cluster, in order: its names or each requirement of its
 * selector, then the namespace around the object.
 *
 * @example
 * placementTests({ placement: { clusterSelector: { matchLabels: { tier: "prod" } } } }, { name: "eu", labels: { tier: "dev" }, zones: [] })
 * //=> [{ test: "tier=prod", found: "tier=dev", holds: false }]
 */
export function placementTests(decisions: PlanDecisions, cluster: FleetCluster): PlacementTest[] {
  const { within } = decisions;
  const placed = placementOf(decisions, cluster);
  if (!Array.isArray(within)) return placed;
  const holds = within.includes(cluster.name);
  const found = holds ? "the namespace is there" : "the namespace is not there";
  return [...placed, { test: "within its namespace", found, holds }];
}

function placementOf({ placement, within }: PlanDecisions, cluster: FleetCluster): PlacementTest[] {
  if (!isPlainObject(placement)) {
    const holds = Array.isArray(within);
    const found = holds ? "it goes wherever its namespace is" : "it goes nowhere";
    return [{ test: "no placement given", found, holds }];
  }
  const { clusterNames, clusterSelector } = placement;
  if (Array.isArray(clusterNames)) {
    const holds = clusterNames.includes(cluster.name);
    return [{ test: `named in [${clusterNames.join(", ")}]`, found: cluster.name, holds }];
  }
  if (!isSelector(clusterSelector)) return [];
  const requirements = requirementsOf(clusterSelector);
  if (requirements.length === 0) {
    return [{ test: "every cluster", found: cluster.name, holds: true }];
  }
  return requirements.map((requirement) => testOf(requirement, cluster));
}

function isSelector(selector: unknown): selector is LabelSelector {
  return isPlainObject(selector) && validateSelector(selector, "").length === 0;
}

/** One selector for each requirement, with the label's key. */
function requirementsOf(selector: LabelSelector): { key: string; alone: LabelSelector }[] {
  return [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
      key,
      alone: { matchLabels: { [key]: value } },
    })),
    ...(selector.matchExpressions ?? []).map((expression) => ({
      key: expression.key,
      alone: { matchExpressions: [expression] },
    })),
  ];
}

function testOf(
  { key, alone }: { key: string; alone: LabelSelector },
  { labels }: FleetCluster,
): PlacementTest {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return {
    test: formatSelector(alone),
    found: value === undefined ? `no label "${key}"` : `${key}=${value}`,
    holds: matchesSelector(alone, labels),
  };
}
