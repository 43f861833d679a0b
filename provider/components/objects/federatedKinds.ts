import * as k8s from "@pulumi/kubernetes";
import { federateKind } from "./federate";
import type { FederatedObject } from "./federatedObject";

/** ClusterRole on the member clusters that its placement selects. */
export const FederatedClusterRole = federateKind(
  "rbac.authorization.k8s.io/v1",
  "ClusterRole",
  () => k8s.rbac.v1.ClusterRole,
);
export type FederatedClusterRole = FederatedObject<k8s.rbac.v1.ClusterRole>;

/** ClusterRoleBinding on the member clusters that its placement selects. */
export const FederatedClusterRoleBinding = federateKind(
  "rbac.authorization.k8s.io/v1",
  "ClusterRoleBinding",
  () => k8s.rbac.v1.ClusterRoleBinding,
);
export type FederatedClusterRoleBinding = FederatedObject<k8s.rbac.v1.ClusterRoleBinding>;

/**
 * ConfigMap on the member clusters that its placement selects.
 *
 * @example
 * const settings = new kubefed.FederatedConfigMap("settings", {
 *   clusters,
 *   placement: { clusterSelector: {} },
 *   template: { data: { greeting: "hello", tier: "gold" } },
 *   overrides: [{ clusterName: "eu-west", merge: { data: { greeting: "bonjour" } } }],
 * });
 * settings.plan.clusters.map(({ cluster, overrides }) => [cluster, overrides.length]);
 * //=> [["eu-west", 1], ["us-east", 0]]
 */
export const FederatedConfigMap = federateKind("v1", "ConfigMap", () => k8s.core.v1.ConfigMap);
export type FederatedConfigMap = FederatedObject<k8s.core.v1.ConfigMap>;

/** CronJob on the member clusters that its placement selects. */
export const FederatedCronJob = federateKind("batch/v1", "CronJob", () => k8s.batch.v1.CronJob);
export type FederatedCronJob = FederatedObject<k8s.batch.v1.CronJob>;

/** CustomResourceDefinition on the member clusters that its placement selects. */
export const FederatedCustomResourceDefinition = federateKind(
  "apiextensions.k8s.io/v1",
  "CustomResourceDefinition",
  () => k8s.apiextensions.v1.CustomResourceDefinition,
);
export type FederatedCustomResourceDefinition =
  FederatedObject<k8s.apiextensions.v1.CustomResourceDefinition>;

/** DaemonSet on the member clusters that its placement selects. */
export const FederatedDaemonSet = federateKind("apps/v1", "DaemonSet", () => k8s.apps.v1.DaemonSet);
export type FederatedDaemonSet = FederatedObject<k8s.apps.v1.DaemonSet>;

/**
 * Deployment on the member clusters that its placement selects.
 *
 * @example
 * const containers = [{ name: "web", image: "nginx:1.29" }];
 * const web = new kubefed.FederatedDeployment("web", {
 *   namespace: shop,
 *   scheduling: new kubefed.ReplicaSchedulingPreference("web", { totalReplicas: 9 }),
 *   template: {
 *     spec: {
 *       selector: { matchLabels: { app: "web" } },
 *       template: { metadata: { labels: { app: "web" } }, spec: { containers } },
 *     },
 *   },
 * });
 * web.plan.clusters.map(({ cluster, replicas }) => [cluster, replicas]);
 * //=> [["eu-west", 5], ["us-east", 4]]
 */
export const FederatedDeployment = federateKind(
  "apps/v1",
  "Deployment",
  () => k8s.apps.v1.Deployment,
);
export type FederatedDeployment = FederatedObject<k8s.apps.v1.Deployment>;

/** HorizontalPodAutoscaler on the member clusters that its placement selects. */
export const FederatedHorizontalPodAutoscaler = federateKind(
  "autoscaling/v2",
  "HorizontalPodAutoscaler",
  () => k8s.autoscaling.v2.HorizontalPodAutoscaler,
);
export type FederatedHorizontalPodAutoscaler =
  FederatedObject<k8s.autoscaling.v2.HorizontalPodAutoscaler>;

/** Ingress on the member clusters that its placement selects. */
export const FederatedIngress = federateKind(
  "networking.k8s.io/v1",
  "Ingress",
  () => k8s.networking.v1.Ingress,
);
export type FederatedIngress = FederatedObject<k8s.networking.v1.Ingress>;

/** Job on the member clusters that its placement selects. */
export const FederatedJob = federateKind("batch/v1", "Job", () => k8s.batch.v1.Job);
export type FederatedJob = FederatedObject<k8s.batch.v1.Job>;

/** NetworkPolicy on the member clusters that its placement selects. */
export const FederatedNetworkPolicy = federateKind(
  "networking.k8s.io/v1",
  "NetworkPolicy",
  () => k8s.networking.v1.NetworkPolicy,
);
export type FederatedNetworkPolicy = FederatedObject<k8s.networking.v1.NetworkPolicy>;

/** PersistentVolumeClaim on the member clusters that its placement selects. */
export const FederatedPersistentVolumeClaim = federateKind(
  "v1",
  "PersistentVolumeClaim",
  () => k8s.core.v1.PersistentVolumeClaim,
);
export type FederatedPersistentVolumeClaim = FederatedObject<k8s.core.v1.PersistentVolumeClaim>;

/** PodDisruptionBudget on the member clusters that its placement selects. */
export const FederatedPodDisruptionBudget = federateKind(
  "policy/v1",
  "PodDisruptionBudget",
  () => k8s.policy.v1.PodDisruptionBudget,
);
export type FederatedPodDisruptionBudget = FederatedObject<k8s.policy.v1.PodDisruptionBudget>;

/** ReplicaSet on the member clusters that its placement selects. */
export const FederatedReplicaSet = federateKind(
  "apps/v1",
  "ReplicaSet",
  () => k8s.apps.v1.ReplicaSet,
);
export type FederatedReplicaSet = FederatedObject<k8s.apps.v1.ReplicaSet>;

/** Role on the member clusters that its placement selects. */
export const FederatedRole = federateKind(
  "rbac.authorization.k8s.io/v1",
  "Role",
  () => k8s.rbac.v1.Role,
);
export type FederatedRole = FederatedObject<k8s.rbac.v1.Role>;

/** RoleBinding on the member clusters that its placement selects. */
export const FederatedRoleBinding = federateKind(
  "rbac.authorization.k8s.io/v1",
  "RoleBinding",
  () => k8s.rbac.v1.RoleBinding,
);
export type FederatedRoleBinding = FederatedObject<k8s.rbac.v1.RoleBinding>;

/**
 * Secret on the member clusters that its placement selects.
 *
 * @example
 * const password = config.requireSecret("password");
 * const login = new kubefed.FederatedSecret("login", {
 *   namespace: shop,
 *   template: { stringData: { user: "shop", password } },
 * });
 * Object.keys(login.resources);
 * //=> ["eu-west", "us-east"]
 */
export const FederatedSecret = federateKind("v1", "Secret", () => k8s.core.v1.Secret);
export type FederatedSecret = FederatedObject<k8s.core.v1.Secret>;

/**
 * Service on the member clusters that its placement selects.
 *
 * @example
 * const service = new kubefed.FederatedService("web", {
 *   namespace: shop,
 *   template: { spec: { type: "LoadBalancer", selector: { app: "web" }, ports: [{ port: 80 }] } },
 * });
 * service.plan.clusters.map(({ cluster }) => cluster);
 * //=> ["eu-west", "us-east"]
 */
export const FederatedService = federateKind("v1", "Service", () => k8s.core.v1.Service);
export type FederatedService = FederatedObject<k8s.core.v1.Service>;

/** ServiceAccount on the member clusters that its placement selects. */
export const FederatedServiceAccount = federateKind(
  "v1",
  "ServiceAccount",
  () => k8s.core.v1.ServiceAccount,
);
export type FederatedServiceAccount = FederatedObject<k8s.core.v1.ServiceAccount>;

/** StatefulSet on the member clusters that its placement selects. */
export const FederatedStatefulSet = federateKind(
  "apps/v1",
  "StatefulSet",
  () => k8s.apps.v1.StatefulSet,
);
export type FederatedStatefulSet = FederatedObject<k8s.apps.v1.StatefulSet>;
