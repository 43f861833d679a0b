import type { Issue } from "../issue";
import { describeValue } from "../plain/valueKind";
import type { ReplicaPreferences } from "../model";
import type { ReplicaCounts } from "./candidate";
import { validateCounts, validatePreferences } from "./preferences";
import { validateWebsterOptions } from "./websterOptionIssues";
import type { Topology, WebsterOptions } from "./websterOptions";

/** The algorithms that can divide replicas. */
export const REPLICA_ALGORITHMS = ["kubefed", "webster"] as const;

/**
 * How replicas are divided: `kubefed` as KubeFed's planner did, to the number; `webster` by Webster's
 * method, which rounds to the nearest and never takes replicas away when the total grows.
 */
export type ReplicaAlgorithm = (typeof REPLICA_ALGORITHMS)[number];

/** What `planReplicas` divides, and over what. */
export interface ReplicasToPlan extends WebsterOptions {
  /** @default "kubefed" */
  readonly algorithm?: ReplicaAlgorithm;
  /**
   * `namespace/name` of the workload, which breaks ties, so that not all workloads favour the same cluster.
   * Without it, `webster` breaks them by name.
   * @default ""
   */
  readonly key?: string;
  /** The clusters to divide over, in any order. */
  readonly clusters: readonly string[];
  /** How many there are to divide. */
  readonly totalReplicas: number;
  /**
   * Whether running replicas may move: to meet the weights with `kubefed`; for want of room with `webster`.
   * Matters only with `current`, `previous` or `capacity`. @default false
   */
  readonly rebalance?: boolean;
  /**
   * By cluster name; `*` is for all that are not named. One for a cluster that is not in `clusters` is
   * ignored. Empty is like absent.
   * @default { "*": { weight: 1 } }
   */
  readonly preferences?: ReplicaPreferences;
  /** How many replicas run in each cluster now. @default none */
  readonly current?: ReplicaCounts;
  /** How many replicas each cluster can run. @default no limit */
  readonly capacity?: ReplicaCounts;
  /** With `webster`: how many replicas each cluster was given last, instead of `current`. */
  readonly previous?: ReplicaCounts;
  /** With `webster` and `spread`: where each cluster is. */
  readonly topology?: Topology;
}

/**
 * Everything that makes the arguments of `planReplicas` impossible to plan with. Names in `preferences`,
 * `current` and `capacity` may be of clusters that are not divided over now, so they are not checked.
 *
 * @example
 * validateReplicasToPlan({ clusters: ["eu", "us", "eu"], totalReplicas: 1 })
 * //=> [{ code: "name-invalid", path: "clusters[2]", message: '"eu" is in the list already' }]
 */
export function validateReplicasToPlan(
  args: ReplicasToPlan,
  isSorted = isSortedSet(args.clusters),
): Issue[] {
  const { algorithm, clusters, totalReplicas, preferences } = args;
  const { current, capacity, previous } = args;
  const issues = algorithmIssues(algorithm);
  // Names in order are all different, and selected clusters come in order.
  if (!isSorted) for (const issue of repeatedNames(clusters)) issues.push(issue);
  for (const issue of validatePreferences({ totalReplicas, preferences })) issues.push(issue);
  for (const issue of validateCounts(current, "current")) issues.push(issue);
  for (const issue of validateCounts(capacity, "capacity")) issues.push(issue);
  for (const issue of validateCounts(previous, "previous")) issues.push(issue);
  for (const issue of validateWebsterOptions(args, algorithm ?? "kubefed")) issues.push(issue);
  return issues;
}

/** True when every name comes before the next, so that the names are sorted and none is there twice. */
export function isSortedSet(names: readonly string[]): boolean {
  let before: string | undefined;
  for (const name of names) {
    if (before !== undefined && before >= name) return false;
    before = name;
  }
  return true;
}

function algorithmIssues(algorithm: unknown = REPLICA_ALGORITHMS[0]): Issue[] {
  for (const known of REPLICA_ALGORITHMS) if (known === algorithm) return [];
  const known = REPLICA_ALGORITHMS.map((name) => JSON.stringify(name)).join(", ");
  const message = `${describeValue(algorithm)} is no algorithm; known: ${known}`;
  return [{ code: "preference-invalid", path: "algorithm", message }];
}

function repeatedNames(clusters: readonly string[]): Issue[] {
  if (new Set(clusters).size === clusters.length) return [];
  return clusters.flatMap((name, i): Issue[] => {
    if (clusters.indexOf(name) === i) return [];
    const message = `${JSON.stringify(name)} is in the list already`;
    return [{ code: "name-invalid", path: `clusters[${i}]`, message }];
  });
}
