/*
 * What Kubernetes and Pulumi call things: kinds, labels, selectors, the paths of objects, URNs.
 */

import { isDnsLabel, isSubdomain } from "./labels";
import type { Issue } from "../issue";

/** Whether objects of a kind live in a namespace or belong to the whole cluster. */
export type Scope = "Namespaced" | "Cluster";

/** What the planner must know of a kind. */
export interface FederatedType {
  readonly kind: string;
  readonly apiVersion: string;
  readonly plural: string;
  readonly scope: Scope;
  /** JSON pointer of the replica count, for kinds that a replica preference can drive. */
  readonly replicasPath?: string;
}

/**
 * The kinds that have a typed component: those that KubeFed's chart enabled and those that people
 * federate most. Every other kind is served by `federate()` and `FederatedCustomResource`.
 */
export const federatedTypes: readonly FederatedType[] = [
  namespaced("v1", "ConfigMap"),
  namespaced("v1", "PersistentVolumeClaim"),
  namespaced("v1", "Secret"),
  namespaced("v1", "Service"),
  namespaced("v1", "ServiceAccount"),
  clusterScoped("v1", "Namespace"),
  clusterScoped("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
  namespaced("apps/v1", "DaemonSet"),
  scalable("apps/v1", "Deployment"),
  scalable("apps/v1", "ReplicaSet"),
  scalable("apps/v1", "StatefulSet"),
  namespaced("autoscaling/v2", "HorizontalPodAutoscaler"),
  namespaced("batch/v1", "CronJob"),
  namespaced("batch/v1", "Job"),
  namespaced("networking.k8s.io/v1", "Ingress"),
  namespaced("networking.k8s.io/v1", "NetworkPolicy"),
  namespaced("policy/v1", "PodDisruptionBudget"),
  clusterScoped("rbac.authorization.k8s.io/v1", "ClusterRole"),
  clusterScoped("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
  namespaced("rbac.authorization.k8s.io/v1", "Role"),
  namespaced("rbac.authorization.k8s.io/v1", "RoleBinding"),
];

/** Built-in kinds without a typed component that belong to the whole cluster. */
const otherClusterScopedKinds = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterTrustBundle",
  "DeviceClass",
  "FlowSchema",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "StorageClass",
  "StorageVersionMigration",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttributesClass",
  "VolumeAttachment",
]);

/**
 * The type of a kind, from the table or by what Kubernetes itself ships; a kind that is not built in
 * counts as namespaced, like most custom resources.
 *
 * @example
 * federatedType("apps/v1", "Deployment").replicasPath
 * //=> "/spec/replicas"
 */
export function federatedType(apiVersion: string, kind: string): FederatedType {
  const known = federatedTypes.find((type) => type.apiVersion === apiVersion && type.kind === kind);
  if (known !== undefined) return known;
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  const builtIn = !group.includes(".") || group.endsWith(".k8s.io");
  const sameKind = federatedTypes.find((type) => type.kind === kind);
  if (builtIn && sameKind !== undefined) return { ...sameKind, apiVersion };
  const scope = builtIn && otherClusterScopedKinds.has(kind) ? "Cluster" : "Namespaced";
  return { kind, apiVersion, plural: pluralName(kind), scope };
}

/**
 * The plural that KubeFed guesses for a kind: s, x, ch, sh, z, o take `es`, a final y becomes `ies`.
 * Source: KubeFed `federatedtypeconfig_types.go`, PluralName.
 *
 * @example
 * pluralName("NetworkPolicy")
 * //=> "networkpolicies"
 */
export function pluralName(kind: string): string {
  const lower = kind.toLowerCase();
  if (/(s|x|ch|sh|z|o)$/.test(lower)) return `${lower}es`;
  return lower.endsWith("y") ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

/** The name of the Pulumi resource that holds one member cluster's object. It is identity. */
export function childName(name: string, cluster: string): string {
  return `${name}-${cluster}`;
}

/** All that the API server would refuse in an object's name. */
export function validateName(request: { kind: string; name: unknown; path: string }): Issue[] {
  const { kind, name, path } = request;
  if (typeof name !== "string") {
    return [
      { code: "name-invalid", path, message: "a name must be a plain string, known at preview" },
    ];
  }
  const rule = nameRuleOf(kind);
  if (rule.allows(name)) return [];
  const message = `"${name}" is not a name for a ${kind}; allowed: ${rule.allowed}`;
  return [{ code: "name-invalid", path, message }];
}

interface NameRule {
  readonly allowed: string;
  readonly allows: (name: string) => boolean;
}

const pathSegment: NameRule = {
  allowed: `any text without "/" and "%", but "." and ".."`,
  allows: (name) => !["", ".", ".."].includes(name) && !/[/%]/.test(name),
};

const dnsLabel: NameRule = {
  allowed: `at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit`,
  allows: isDnsLabel,
};

const dnsSubdomain: NameRule = {
  allowed: `at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit`,
  allows: isSubdomain,
};

function nameRuleOf(kind: string): NameRule {
  if (/^(Cluster)?Role(Binding)?$/.test(kind)) return pathSegment;
  return kind === "Namespace" || kind === "Service" ? dnsLabel : dnsSubdomain;
}

function namespaced(apiVersion: string, kind: string): FederatedType {
  return { apiVersion, kind, plural: pluralName(kind), scope: "Namespaced" };
}

function clusterScoped(apiVersion: string, kind: string): FederatedType {
  return { apiVersion, kind, plural: pluralName(kind), scope: "Cluster" };
}

function scalable(apiVersion: string, kind: string): FederatedType {
  return { ...namespaced(apiVersion, kind), replicasPath: "/spec/replicas" };
}
