import { compareText } from "../../core/plain/text";
import type { Declaration } from "../migration";

/** Kinds in the order in which they are declared: what others need comes first. */
const order = [
  "Namespace",
  "CustomResourceDefinition",
  "PriorityClass",
  "StorageClass",
  "ResourceQuota",
  "LimitRange",
  "NetworkPolicy",
  "ServiceAccount",
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
  "ConfigMap",
  "Secret",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Service",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Pod",
  "Job",
  "CronJob",
  "HorizontalPodAutoscaler",
  "PodDisruptionBudget",
  "Ingress",
];

/**
 * Declarations in the order of a readable program: namespaces, definitions, what others refer to,
 * workloads, then everything else; by namespace and name within a kind.
 */
export function sortDeclarations(declarations: readonly Declaration[]): Declaration[] {
  return [...declarations].sort(
    (a, b) =>
      rankOf(a.kind) - rankOf(b.kind) ||
      compareText(a.kind, b.kind) ||
      compareText(a.namespace ?? "", b.namespace ?? "") ||
      compareText(a.name, b.name),
  );
}

function rankOf(kind: string): number {
  const rank = order.indexOf(kind);
  return rank === -1 ? order.length : rank;
}
