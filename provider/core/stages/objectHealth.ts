import type { KubeObject } from "../model";
import { mapAt } from "../plain/fields";
import { count } from "../plain/text";
import { objectStatus } from "../status/status";

/** The kinds whose readiness tells whether a cluster is healthy. */
const workloads: readonly string[] = ["Deployment", "StatefulSet", "ReplicaSet", "DaemonSet"];

/** Whether objects of a kind say how they are. */
export function isWorkload(kind: string): boolean {
  return workloads.includes(kind);
}

/**
 * Why a workload is not healthy; undefined where it is. What is not there, or was not told, is not.
 *
 * @example
 * objectProblem("Deployment shop/web", { kind: "Deployment", metadata: { generation: 2 }, spec: { replicas: 3 }, status: { observedGeneration: 2, readyReplicas: 1, updatedReplicas: 3 } })
 * //=> "Deployment shop/web: 1 of 3 replicas are ready"
 */
export function objectProblem(title: string, object: KubeObject | undefined): string | undefined {
  if (object === undefined) return `${title}: it is not there, or nobody says how it is`;
  const { desired = 0, ready = 0, updated = desired } = objectStatus(object);
  if (numberAt(object, "status", "observedGeneration") < numberAt(object, "metadata", "generation"))
    return `${title}: its controller has not seen what was written`;
  const old = leftover(object, updated);
  if (old > 0)
    return `${title}: ${count(old, "replica")} of before ${old === 1 ? "is" : "are"} still there`;
  if (updated < desired) return `${title}: ${updated} of ${desired} replicas are updated`;
  if (ready < desired) return `${title}: ${ready} of ${desired} replicas are ready`;
  return undefined;
}

/** A Deployment keeps ready what it has until what replaces it is. */
function leftover(object: KubeObject, updated: number): number {
  const all = object.kind === "Deployment" ? mapAt(object, "status").replicas : undefined;
  return typeof all === "number" ? all - updated : 0;
}

function numberAt(object: KubeObject, part: string, key: string): number {
  return Number(mapAt(object, part)[key] ?? 0);
}
