import { IssuesError, type Issue } from "../issue";
import type { ReplicaPreference, ReplicaPreferences } from "../model";
import type { ReplicaCounts } from "./candidate";
import { ownValue, setOwn } from "../plain/ownKey";
import { planReplicas } from "./plan";
import { validateCount, validateEachPreference } from "./preferences";

/** The limits of one autoscaler to divide, and over what. */
export interface AutoscalersToPlan {
  /** The clusters to divide over, in any order. */
  readonly clusters: readonly string[];
  /** Replicas that there are at least, over all clusters. From 1. */
  readonly minReplicas: number;
  /** Replicas that there are at most, over all clusters; not below `minReplicas`. */
  readonly maxReplicas: number;
  /**
   * By cluster name; `*` is for all that are not named. A cluster's `minReplicas` and `maxReplicas` bound
   * both of its limits.
   * @default { "*": { weight: 1 } }
   */
  readonly preferences?: ReplicaPreferences;
  /** `namespace/name`, which breaks ties. @default "" */
  readonly key?: string;
}

/** The limits of each cluster's autoscaler. */
export interface AutoscalerPlan {
  /** By cluster that gets an autoscaler, each from 1. */
  readonly minReplicas: ReplicaCounts;
  /** By cluster that gets an autoscaler, none below its `minReplicas`. */
  readonly maxReplicas: ReplicaCounts;
  /** By cluster, also those that do not get one: one sentence. */
  readonly because: Readonly<Record<string, string>>;
  /** What no cluster may take of `minReplicas` and `maxReplicas`; more than 0 only where bounds forbid it. */
  readonly unplaced: { readonly minReplicas: number; readonly maxReplicas: number };
}

/** KubeFed never divided autoscalers, so nothing speaks for its rounding. */
const algorithm = "webster";

/**
 * Divides the limits of a HorizontalPodAutoscaler, so that all of them together allow what one would.
 *
 * - `minReplicas` is divided first. A cluster that gets none does not get the autoscaler, because
 *   Kubernetes allows no minimum of 0.
 * - `maxReplicas` is divided by the same weights over the clusters that get it, from their minimums up.
 * - Both sums hold, unless `preferences` bound every cluster below them.
 *
 * Throws `IssuesError` with all that is wrong in the arguments.
 *
 * @example
 * planAutoscalers({ clusters: ["eu", "us", "ap"], minReplicas: 3, maxReplicas: 10, preferences: { eu: { weight: 1 }, us: { weight: 2 } } }).maxReplicas
 * //=> { eu: 3, us: 7 }
 */
export function planAutoscalers(toPlan: AutoscalersToPlan): AutoscalerPlan {
  const { clusters, minReplicas, maxReplicas, preferences, key = "" } = toPlan;
  const issues = autoscalerIssues(toPlan);
  if (issues.length > 0) throw new IssuesError(`autoscaler plan ${JSON.stringify(key)}`, issues);
  const least = planReplicas({
    algorithm,
    clusters,
    totalReplicas: minReplicas,
    preferences,
    key,
  });
  const given = Object.entries(least.replicas).filter(([, replicas]) => replicas > 0);
  const most = planReplicas({
    algorithm,
    clusters: given.map(([name]) => name),
    totalReplicas: maxReplicas,
    preferences: withMinimums(given, preferences),
    key,
  });
  const because: Record<string, string> = {};
  for (const [name, sentence] of Object.entries(least.because)) {
    const after = ownValue(most.because, name);
    const rest = after === undefined ? "so it does not get the autoscaler" : `maxReplicas ${after}`;
    setOwn(because, { key: name, value: `minReplicas ${sentence}; ${rest}` });
  }
  return {
    minReplicas: Object.fromEntries(given),
    maxReplicas: most.replicas,
    because,
    unplaced: { minReplicas: least.unplaced, maxReplicas: most.unplaced },
  };
}

/** The preference of each cluster, from the minimum that it was given. */
function withMinimums(
  given: readonly (readonly [string, number])[],
  preferences: ReplicaPreferences = {},
): Record<string, ReplicaPreference> {
  const forAll = Object.keys(preferences).length === 0 ? { weight: 1 } : undefined;
  const raised: Record<string, ReplicaPreference> = {};
  for (const [name, minReplicas] of given) {
    const own = forAll ?? ownValue(preferences, name) ?? ownValue(preferences, "*");
    setOwn(raised, { key: name, value: { ...own, minReplicas } });
  }
  return raised;
}

function autoscalerIssues({
  minReplicas,
  maxReplicas,
  preferences = {},
}: AutoscalersToPlan): Issue[] {
  const issues = [
    ...validateCount(minReplicas, "minReplicas"),
    ...validateCount(maxReplicas, "maxReplicas"),
    ...validateEachPreference(preferences, "preferences"),
  ];
  if (issues.length > 0) return issues;
  if (minReplicas === 0) {
    issues.push(mistake("minReplicas", "must be at least 1, as in a HorizontalPodAutoscaler"));
  }
  if (minReplicas > maxReplicas) {
    issues.push(mistake("minReplicas", `${minReplicas} is above maxReplicas, ${maxReplicas}`));
  }
  return issues;
}

function mistake(path: string, message: string): Issue {
  return { code: "preference-invalid", path, message };
}
