import { field, listField } from "./field";
import { parseTimestamp } from "./timestamp";

/** Pods of one workload in one cluster, and when they were read. */
export interface PodsToAnalyze {
  readonly pods: readonly unknown[];
  /** Seconds since 1970. */
  readonly nowSeconds: number;
  /** How long a pod must have found no node before it counts. @default 60, as in KubeFed */
  readonly unschedulableAfterSeconds?: number;
}

/** How the pods are doing. */
export interface PodAnalysis {
  readonly total: number;
  readonly runningAndReady: number;
  /** Found no node for long enough. */
  readonly unschedulable: number;
  /** Found no node, but not for long enough yet: look again. */
  readonly recentlyUnschedulable: number;
}

/**
 * Counts the pods of a workload: those that run and are ready, and those that no node has room for.
 *
 * - A pod counts as unschedulable once its condition `PodScheduled=False, Unschedulable` is older than
 *   `unschedulableAfterSeconds`.
 * - A pod that is being deleted is not counted: its replica is another pod already.
 * - Unlike KubeFed, a running pod counts as ready only if its condition says `True`.
 *
 * Source: KubeFed `pkg/controller/util/podanalyzer/pod_helper.go`.
 *
 * @example
 * analyzePods({ pods: [{ status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] } }, { status: { phase: "Pending" } }], nowSeconds: 0 })
 * //=> { total: 2, runningAndReady: 1, unschedulable: 0, recentlyUnschedulable: 0 }
 */
export function analyzePods(args: PodsToAnalyze): PodAnalysis {
  const { nowSeconds, unschedulableAfterSeconds = 60 } = args;
  const pods = args.pods.filter((pod) => field(pod, "metadata", "deletionTimestamp") === undefined);
  const since = pods.flatMap(unschedulableSince);
  const unschedulable = since.filter((time) => time + unschedulableAfterSeconds < nowSeconds);
  return {
    total: pods.length,
    runningAndReady: pods.filter(isRunningAndReady).length,
    unschedulable: unschedulable.length,
    recentlyUnschedulable: since.length - unschedulable.length,
  };
}

function isRunningAndReady(pod: unknown): boolean {
  return (
    field(pod, "status", "phase") === "Running" &&
    conditionsOf(pod, "Ready").some((condition) => field(condition, "status") === "True")
  );
}

/** One time, or none where the pod has a node or simply none yet. A time nobody can read is "just now". */
function unschedulableSince(pod: unknown): number[] {
  if (field(pod, "status", "phase") === "Running") return [];
  return conditionsOf(pod, "PodScheduled")
    .filter((condition) => field(condition, "status") === "False")
    .filter((condition) => field(condition, "reason") === "Unschedulable")
    .slice(0, 1)
    .map((condition) => parseTimestamp(field(condition, "lastTransitionTime")) ?? Infinity);
}

function conditionsOf(pod: unknown, type: string): readonly unknown[] {
  return listField(pod, "status", "conditions").filter(
    (condition) => field(condition, "type") === type,
  );
}
