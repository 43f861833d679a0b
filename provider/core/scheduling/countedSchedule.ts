import { type Issue, IssuesError } from "../issue";
import { validatePreferences } from "../replicas/preferences";
import { nothingScheduled, type Schedule, type ScheduleRequest, type Share } from "./schedule";

/** One number of an object, divided over clusters. */
export interface Count {
  readonly path: string;
  readonly byCluster: Readonly<Record<string, number>>;
  readonly total: number;
}

/**
 * The schedule of a plan with several numbers a cluster. A cluster that none of them has an entry for
 * does not get the object.
 */
export function toSchedule(plan: {
  readonly because: Readonly<Record<string, string>>;
  readonly counts: readonly Count[];
}): Schedule {
  const shares = new Map<string, Share>();
  const refused = new Map<string, string>();
  for (const [cluster, because] of Object.entries(plan.because)) {
    const fields = plan.counts.flatMap(({ path, byCluster }) =>
      Object.hasOwn(byCluster, cluster) ? [{ path, value: byCluster[cluster] ?? 0 }] : [],
    );
    if (fields.length > 0) shares.set(cluster, { fields, because });
    else refused.set(cluster, because);
  }
  const issues = Object.keys(plan.because).length === 0 ? [] : plan.counts.flatMap(unplaced);
  const paths = plan.counts.map(({ path }) => path);
  return { shares, refused, paths, notes: [], issues };
}

function unplaced({ path, byCluster, total }: Count): Issue[] {
  const placed = Object.values(byCluster).reduce((sum, count) => sum + count, 0);
  if (placed >= total) return [];
  const field = path.slice(path.lastIndexOf("/") + 1);
  const message = `${total - placed} of ${total} ${field} have no cluster: a maximum or a missing weight leaves no room for them`;
  return [{ code: "replicas-unplaced", severity: "warning", path: "scheduling", message }];
}

/** The schedule of a kind that has not got what a preference divides. */
export function unsupported(lack: {
  readonly kind: string;
  readonly what: string;
  readonly allowed: string;
}): Schedule {
  const message = `a ${lack.kind} has no ${lack.what} to divide; allowed: ${lack.allowed}`;
  const issue: Issue = { code: "plan-unsupported", path: "scheduling", message };
  return { ...nothingScheduled, issues: [issue] };
}

/** The issues of preferences for clusters that are not in the fleet. */
export function unknownClusters(
  { fleet }: ScheduleRequest,
  preferences: Readonly<Record<string, unknown>> = {},
): Issue[] {
  const names = Object.fromEntries(Object.keys(preferences).map((name) => [name, {}]));
  return validatePreferences({
    totalReplicas: 0,
    preferences: names,
    clusters: fleet.map(({ name }) => name),
    path: "scheduling",
    field: "clusters",
  });
}

/** What a preference calls the planner's arguments. */
const totalNames: Readonly<Record<string, string>> = {
  completions: "totalCompletions",
  maxReplicas: "totalMaxReplicas",
  minReplicas: "totalMinReplicas",
  parallelism: "totalParallelism",
};

/** A planner throws its issues; here they become those of the preference, after those found before. */
export function plannedOrIssues(before: readonly Issue[], plan: () => Schedule): Schedule {
  try {
    const planned = plan();
    return before.length > 0 ? { ...nothingScheduled, issues: before } : planned;
  } catch (error) {
    if (!(error instanceof IssuesError)) throw error;
    const issues = error.issues.map((issue) => ({
      ...issue,
      path: `scheduling.${totalNames[issue.path] ?? issue.path.replace(/^preferences/, "clusters")}`,
    }));
    return { ...nothingScheduled, issues: [...before, ...issues] };
  }
}
