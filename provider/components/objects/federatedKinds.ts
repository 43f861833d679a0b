import * as k8s from "@pulumi/kubernetes";
import { federate } from "./federate";
import type { FederatedObject } from "./federatedObject";

/** ClusterRole on the member clusters that its placement selects. */
export const FederatedClusterRole = federate(k8s.rbac.v1.ClusterRole);
export type FederatedClusterRole = FederatedObject<k8s.rbac.v1.ClusterRole>;

/** ClusterRoleBinding on the member clusters that its placement selects. */
export const FederatedClusterRoleBinding = federate(k8s.rbac.v1.ClusterRoleBinding);
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
export const FederatedConfigMap = federate(k8s.core.v1.ConfigMap);
export type FederatedConfigMap = FederatedObject<k8s.core.v1.ConfigMap>;

/** CronJob on the member clusters that its placement selects. */
export const FederatedCronJob = federate(k8s.batch.v1.CronJob);
export type FederatedCronJob = FederatedObject<k8s.batch.v1.CronJob>;

/** CustomResourceDefinition on the member clusters that its placement selects. */
export const FederatedCustomResourceDefinition = federate(
  k8s.apiextensions.v1.CustomResourceDefinition,
);
export type FederatedCustomResourceDefinition =
  FederatedObject<k8s.apiextensions.v1.CustomResourceDefinition>;

/** DaemonSet on the member clusters that its placement selects. */
export const FederatedDaemonSet = federate(k8s.apps.v1.DaemonSet);
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
export const FederatedDeployment = federate(k8s.apps.v1.Deployment);
export type FederatedDeployment = FederatedObject<k8s.apps.v1.Deployment>;

/** HorizontalPodAutoscaler on the member clusters that its placement selects. */
export const FederatedHorizontalPodAutoscaler = federate(
  k8s.autoscaling.v2.HorizontalPodAutoscaler,
);
export type FederatedHorizontalPodAutoscaler =
  FederatedObject<k8s.autoscaling.v2.HorizontalPodAutoscaler>;

/** Ingress on the member clusters that its placement selects. */
export const FederatedIngress = federate(k8s.networking.v1.Ingress);
export type FederatedIngress = FederatedObject<k8s.networking.v1.Ingress>;

/** Job on the member clusters that its placement selects. */
export const FederatedJob = federate(k8s.batch.v1.Job);
export type FederatedJob = FederatedObject<k8s.batch.v1.Job>;

/** NetworkPolicy on the member clusters that its placement selects. */
export const FederatedNetworkPolicy = federate(k8s.networking.v1.NetworkPolicy);
export type FederatedNetworkPolicy = FederatedObject<k8s.networking.v1.NetworkPolicy>;

/** PersistentVolumeClaim on the member clusters that its placement selects. */
export const FederatedPersistentVolumeClaim = federate(k8s.core.v1.PersistentVolumeClaim);
export type FederatedPersistentVolumeClaim = FederatedObject<k8s.core.v1.PersistentVolumeClaim>;

/** PodDisruptionBudget on the member clusters that its placement selects. */
export const FederatedPodDisruptionBudget = federate(k8s.policy.v1.PodDisruptionBudget);
export type FederatedPodDisruptionBudget = FederatedObject<k8s.policy.v1.PodDisruptionBudget>;

/** ReplicaSet on the member clusters that its placement selects. */
export const FederatedReplicaSet = federate(k8s.apps.v1.ReplicaSet);
export type FederatedReplicaSet = FederatedObject<k8s.apps.v1.ReplicaSet>;

/** Role on the member clusters that its placement selects. */
export const FederatedRole = federate(k8s.rbac.v1.Role);
export type FederatedRole = FederatedObject<k8s.rbac.v1.Role>;

/** RoleBinding on the member clusters that its placement selects. */
export const FederatedRoleBinding = federate(k8s.rbac.v1.RoleBinding);
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
export const FederatedSecret = federate(k8s.core.v1.Secret);
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
export const FederatedService = federate(k8s.core.v1.Service);
export type FederatedService = FederatedObject<k8s.core.v1.Service>;

/** ServiceAccount on the member clusters that its placement selects. */
export const FederatedServiceAccount = federate(k8s.core.v1.ServiceAccount);
export type FederatedServiceAccount = FederatedObject<k8s.core.v1.ServiceAccount>;

/** StatefulSet on the member clusters that its placement selects. */
export const FederatedStatefulSet = federate(k8s.apps.v1.StatefulSet);
export type FederatedStatefulSet = FederatedObject<k8s.apps.v1.StatefulSet>;
