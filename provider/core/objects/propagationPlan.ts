import type { Issue } from "../issue";
import type { KubeObject } from "../model";
import type { AppliedOverride } from "../overrides/plannedOverrides";

/** What one member cluster gets, and why. */
export interface ClusterPlan {
  readonly cluster: string;
  readonly selected: boolean;
  readonly reason: string;
  /** Absent where the cluster is not selected, and in a summary. */
  readonly object?: KubeObject;
  readonly replicas?: number;
  /** Why this many replicas. */
  readonly because?: string;
  readonly overrides: readonly AppliedOverride[];
  /** The fields of the object that the member cluster owns, as Pulumi property paths. */
  readonly ignoreChanges?: readonly string[];
  /** The one among `ignoreChanges` that the member cluster's autoscaler sets; absent for none. */
  readonly scaledField?: string;
  /** The fields of the object that a preference sets, as JSON pointers; absent for none. */
  readonly divided?: readonly string[];
}

/** What every member cluster gets; clusters sorted by name. */
export interface PropagationPlan {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace?: string;
  readonly totalReplicas?: number;
  /** What there is to say about the division of the replicas as a whole, one sentence each. */
  readonly notes?: readonly string[];
  readonly clusters: readonly ClusterPlan[];
  readonly issues: readonly Issue[];
}

/** A plan without the objects: plain data that may be shown, stored and exported. */
export function summarisePlan(plan: PropagationPlan): PropagationPlan {
  return {
    ...plan,
    clusters: plan.clusters.map(
      ({ object, ignoreChanges, scaledField, divided, ...cluster }) => cluster,
    ),
  };
}
