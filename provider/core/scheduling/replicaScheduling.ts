import { type Issue, IssuesError } from "../issue";
import type { MemberCluster, ReplicaPreferences } from "../model";
import {
  appliedReplicas,
  planReplicas,
  type ReplicaAlgorithm,
  type ReplicaPlan,
} from "../replicas/plan";
import { validatePreferences } from "../replicas/preferences";
import type { WebsterOptions } from "../replicas/websterOptions";
import { topologyOf } from "../placement/topology";

/** How the replicas of one object are divided: a ReplicaSchedulingPreference as plain data. */
export interface ReplicaScheduling extends WebsterOptions {
  /** @default "kubefed" */
  readonly algorithm?: ReplicaAlgorithm;
  /** Replicas over all clusters, from 0. */
  readonly totalReplicas: number;
  /** @default { "*": { weight: 1 } } */
  readonly clusters?: ReplicaPreferences;
  /**
   * Whether running replicas may be moved: to meet the weights with `kubefed`, for want of room with
   * `webster`. @default false
   */
  readonly rebalance?: boolean;
  /**
   * With `webster`: how many replicas each cluster was given last, which `keep` starts from.
   * @default `observed.current`
   */
  readonly previous?: Readonly<Record<string, number>>;
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
  readonly fleet: readonly MemberCluster[];
  readonly selected: readonly string[];
}

/** Replicas per selected cluster, and why. */
export interface Division {
  readonly replicas: ReadonlyMap<string, number>;
  readonly because: ReadonlyMap<string, string>;
  readonly unplaced: number;
  /** What there is to say about the division as a whole, one sentence each. */
  readonly notes: readonly string[];
  readonly issues: readonly Issue[];
}

const nothing: Division = {
  replicas: new Map(),
  because: new Map(),
  unplaced: 0,
  notes: [],
  issues: [],
};

/**
 * Divides the replicas of a preference over the selected clusters. Applied replicas are plan plus
 * overflow, as KubeFed writes them. Issues: `preference-invalid`, `plan-unsupported`, `replicas-unplaced`,
 * `spread-unsatisfiable`.
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
    clusters: request.fleet.map(({ name }) => name),
    path: "scheduling",
    field: "clusters",
  });
  return issues.length > 0 ? { ...nothing, issues } : divideOver(scheduling, request);
}

function divideOver(
  scheduling: ReplicaScheduling,
  { selected, key, fleet }: DivisionRequest,
): Division {
  const { clusters: preferences, observed, totalReplicas, ...how } = scheduling;
  try {
    const plan = planReplicas({
      ...how,
      ...observed,
      preferences,
      totalReplicas,
      key,
      clusters: selected,
      ...(isSpread(scheduling) ? { topology: topologyOf(fleet) } : {}),
    });
    const { unplaced, notes = [] } = plan;
    return {
      replicas: new Map(Object.entries(appliedReplicas(plan))),
      because: new Map(Object.entries(plan.because)),
      unplaced,
      notes,
      issues: selected.length > 0 && unplaced > 0 ? [unplacedIssue(plan, totalReplicas)] : [],
    };
  } catch (error) {
    // What was observed is checked by the planner itself; a mistake in it is the user's, not a bug.
    if (!(error instanceof IssuesError)) throw error;
    const issues = error.issues.map((issue) => ({ ...issue, path: pathOf(issue.path) }));
    return { ...nothing, issues };
  }
}

/** Only a spread asks where clusters are, and that takes long to say of a thousand. */
function isSpread({ spread }: ReplicaScheduling): boolean {
  return spread !== undefined;
}

/** Where a user wrote what the planner calls by this path. */
function pathOf(path: string): string {
  return /^(?:current|capacity)\b/.test(path)
    ? `scheduling.observed.${path}`
    : `scheduling.${path.replace(/^preferences\b/, "clusters")}`;
}

function unplacedIssue({ unplaced, notes = [] }: ReplicaPlan, total: number): Issue {
  // The last note is about what is not placed, where an algorithm has any.
  const reason =
    notes.at(-1) ??
    `${unplaced} of ${total} replicas have no cluster: maxReplicas, capacity or a missing weight leaves no room for them`;
  return {
    code: "replicas-unplaced",
    severity: "warning",
    path: "scheduling",
    message: reason,
  };
}
