import { parsePointer, valueAt } from "../paths/jsonPointer";
import { field } from "./field";
import type { PodAnalysis } from "./podAnalysis";

/** A workload as one cluster has it. */
export interface ReplicaStateRequest {
  /** The live object; `undefined` where the cluster has none. */
  readonly object: unknown;
  /** Its pods; needed unless `isSettled(object)`. */
  readonly pods?: PodAnalysis;
  /** @default "/spec/replicas" */
  readonly replicasPath?: string;
}

/** What a planner may know of a workload in one cluster. Absent is unknown. */
export interface ReplicaState {
  /** Replicas that run and are ready; absent where the cluster does not have the object. */
  readonly current?: number;
  /** What the cluster has room for, as its unschedulable pods show; absent where none of them does. */
  readonly capacity?: number;
  /** One sentence. */
  readonly because: string;
}

/**
 * Whether as many replicas are ready as are wanted, so that nothing need be known of their pods.
 *
 * @example
 * isSettled({ object: { spec: { replicas: 3 }, status: { readyReplicas: 3 } } })
 * //=> true
 */
export function isSettled({ object, replicasPath }: ReplicaStateRequest): boolean {
  return wantedReplicas(object, replicasPath) === readyReplicas(object);
}

/**
 * Reads current replicas and capacity of a workload, as KubeFed's scheduler did.
 *
 * - As many ready as wanted: that many, and nothing is known about room for more.
 * - Else the running and ready pods; and with unschedulable pods a capacity, which is what is wanted
 *   less those.
 *
 * Source: KubeFed `pkg/schedulingtypes/replicascheduler.go`, clustersReplicaState.
 *
 * @example
 * replicaState({ object: { spec: { replicas: 6 }, status: { readyReplicas: 3 } }, pods: { total: 6, runningAndReady: 3, unschedulable: 2, recentlyUnschedulable: 0 } })
 * //=> { current: 3, capacity: 4, because: "3 of 6 ready, 2 unschedulable, so room for 4" }
 */
export function replicaState(request: ReplicaStateRequest): ReplicaState {
  const { object, pods, replicasPath } = request;
  if (object === undefined) return { because: "not there" };
  const wanted = wantedReplicas(object, replicasPath);
  if (pods === undefined || isSettled(request)) {
    const current = readyReplicas(object);
    return { current, because: `${current} of ${wanted} ready` };
  }
  const current = pods.runningAndReady;
  const recent =
    pods.recentlyUnschedulable === 0
      ? ""
      : `, ${pods.recentlyUnschedulable} unschedulable for too short a time to count`;
  const ready = `${current} of ${wanted} ready`;
  if (pods.unschedulable === 0) return { current, because: ready + recent };
  // While a rollout replaces pods there are more of them than are wanted.
  const capacity = Math.max(0, wanted - pods.unschedulable);
  const lacking = `, ${pods.unschedulable} unschedulable, so room for ${capacity}`;
  return { current, capacity, because: ready + lacking + recent };
}

function wantedReplicas(object: unknown, replicasPath = "/spec/replicas"): number {
  return countOf(valueAt(object, parsePointer(replicasPath) ?? []));
}

function readyReplicas(object: unknown): number {
  return countOf(field(object, "status", "readyReplicas"));
}

/** What is not set counts as 0, as in the Go structs that KubeFed read. */
function countOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
