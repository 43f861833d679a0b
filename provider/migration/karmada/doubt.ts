/** Why the input does not tell what Karmada has on some clusters, and what would. */
export interface Doubt {
  readonly reason: string;
  /** @default every cluster */
  readonly clusters?: readonly string[];
}

/** What tells where objects are, and with how many replicas. */
export const askBindings =
  "add the ResourceBindings and ClusterResourceBindings, or say with --expect what the clusters hold";

/** What tells what is there, where a binding does not. */
export const askMembers = "say with --expect what the clusters hold";

/** Why it cannot be told what is on one cluster; undefined where it can. */
export function doubtOn(cluster: string, doubts: readonly Doubt[]): string | undefined {
  const own = doubts
    .filter(({ clusters }) => clusters === undefined || clusters.includes(cluster))
    .map(({ reason }) => reason);
  return own.length === 0 ? undefined : [...new Set(own)].join("; and ");
}
