import type { ClusterOverride } from "../../../provider/core/model";
import type { ReplicaCounts } from "../../../provider/core/replicas/candidate";
import { ownValue, setOwn } from "../../../provider/core/plain/ownKey";

const REPLICAS_PATH = "/spec/replicas";

/** Overrides by cluster name, as a federated object holds them. */
export type OverridesByCluster = Readonly<Record<string, readonly ClusterOverride[]>>;

/**
 * The overrides of a federated object with the replicas of a plan written into them.
 *
 * - A planned cluster has one override of `/spec/replicas`: where one was, else last. Its operation stays,
 *   but for `remove`, which a count cannot go with.
 * - Any other cluster has none; its list stays, be it empty.
 * - All other overrides stay as they are. Clusters are sorted by name.
 *
 * Source: KubeFed pkg/schedulingtypes/plugin.go, updateOverridesMap.
 *
 * @example
 * overrideReplicas({ eu: [{ path: "/spec/paused", value: true }] }, { eu: 5 })
 * //=> { eu: [{ path: "/spec/paused", value: true }, { path: "/spec/replicas", value: 5 }] }
 */
export function overrideReplicas(
  overrides: OverridesByCluster,
  replicas: ReplicaCounts,
): Record<string, ClusterOverride[]> {
  const names = new Set([...Object.keys(overrides), ...Object.keys(replicas)]);
  const result: Record<string, ClusterOverride[]> = {};
  for (const name of [...names].sort()) {
    const before = ownValue(overrides, name) ?? [];
    setOwn(result, { key: name, value: withReplicas(before, ownValue(replicas, name)) });
  }
  return result;
}

function withReplicas(
  overrides: readonly ClusterOverride[],
  value: number | undefined,
): ClusterOverride[] {
  const others = overrides.filter(({ path }) => path !== REPLICAS_PATH);
  if (value === undefined) return others;
  const at = overrides.findIndex(({ path }) => path === REPLICAS_PATH);
  const existing = overrides[at];
  if (existing === undefined) return [...others, { path: REPLICAS_PATH, value }];
  const { op, ...rest } = existing;
  const own = op === undefined || op === "remove" ? { ...rest, value } : { ...existing, value };
  return [...others.slice(0, at), own, ...others.slice(at)];
}
