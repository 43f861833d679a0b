import { type Issue, IssuesError } from "./issue";
import type { ReplicaPreferences } from "./model";
import { appliedReplicas, planReplicas } from "./replicas/plan";
import { validatePreferences } from "./replicas/preferences";

/** How the replicas of one object are divided: a ReplicaSchedulingPreference as plain data. */
export interface ReplicaScheduling {
  readonly algorithm?: "kubefed";
  /** Replicas over all clusters, from 0. */
  readonly totalReplicas: number;
  /** @default { "*": { weight: 1 } } */
  readonly clusters?: ReplicaPreferences;
  /** Whether running replicas may be moved to meet the weights. @default false */
  readonly rebalance?: boolean;
  /** What was read from the member clusters; absent: nothing is known and only the weights decide. */
  readonly observed?: {
    readonly current?: Readonly<Record<string, number>>;
    readonly capacity?: Readonly<Record<string, number>>;
  };
}

/** What `divide` divides, and over which clusters. */
export interface DivisionRequest {
  readonly scheduling?: ReplicaScheduling;
  /** Where the kind keeps its replica count; absent: it has none. */
  readonly replicasPath?: string;
  readonly kind: string;
  /** `namespace/name`, KubeFed's tie-break. */
  readonly key: string;
  readonly fleet: readonly string[];
  readonly selected: readonly string[];
}

/** Replicas per selected cluster, and why. */
export interface Division {
  readonly replicas: ReadonlyMap<string, number>;
  readonly because: ReadonlyMap<string, string>;
  readonly unplaced: number;
  readonly issues: readonly Issue[];
}

const nothing: Division = { replicas: new Map(), because: new Map(), unplaced: 0, issues: [] };

/**
 * Divides the replicas of a preference over the selected clusters. Applied replicas are plan plus
 * overflow, as KubeFed writes them. Issues: `preference-invalid`, `plan-unsupported`.
 */
export function divide(request: DivisionRequest): Division {
  const { scheduling, replicasPath, kind } = request;
  if (scheduling === undefined) return nothing;
  if (replicasPath === undefined) {
    const message = `a ${kind} has no replica count to divide; allowed: Deployment, ReplicaSet, StatefulSet, or a kind given scale: { path }`;
    return { ...nothing, issues: [{ code: "plan-unsupported", path: "scheduling", message }] };
  }
  const { totalReplicas, clusters: preferences } = scheduling;
  const issues = validatePreferences({
    totalReplicas,
    preferences,
    clusters: request.fleet,
    path: "scheduling",
    field: "clusters",
  });
  return issues.length > 0 ? { ...nothing, issues } : divideOver(scheduling, request);
}

function divideOver(scheduling: ReplicaScheduling, { selected, key }: DivisionRequest): Division {
  const { clusters: preferences, observed, totalReplicas, ...how } = scheduling;
  try {
    const plan = planReplicas({
      ...how,
      ...observed,
      preferences,
      totalReplicas,
      key,
      clusters: selected,
    });
    return {
      replicas: new Map(Object.entries(appliedReplicas(plan))),
      because: new Map(Object.entries(plan.because)),
      unplaced: plan.unplaced,
      issues:
        selected.length > 0 && plan.unplaced > 0 ? [unplaced(plan.unplaced, totalReplicas)] : [],
    };
  } catch (error) {
    // What was observed is checked by the planner itself; a mistake in it is the user's, not a bug.
    if (!(error instanceof IssuesError)) throw error;
    const issues = error.issues.map((issue) => ({
      ...issue,
      path: `scheduling.observed.${issue.path}`,
    }));
    return { ...nothing, issues };
  }
}

function unplaced(left: number, total: number): Issue {
  return {
    code: "replicas-unplaced",
    severity: "warning",
    path: "scheduling",
    message: `${left} of ${total} replicas have no cluster: maxReplicas, capacity or a missing weight leaves no room for them`,
  };
}
