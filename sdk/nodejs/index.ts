/** KubeFed as a Pulumi package. */

// Member clusters.
export { KubeFedCluster, type KubeFedClusterArgs } from "../../provider/components/kubeFedCluster";
export type {
  AvailabilityArgs,
  ClusterHealthArgs,
  Unreachable,
} from "../../provider/components/clusterAvailability";
export {
  type ClustersFromKubeconfigArgs,
  type ClustersFromRegistryArgs,
  clustersFromKubeconfig,
  clustersFromRegistry,
  type FoundClusterArgs,
} from "../../provider/components/registeredClusters";
export {
  ClusterRegistry,
  type ClusterRegistryArgs,
} from "../../provider/components/clusterRegistry";
export type { JoinArgs } from "../../provider/components/joinMember";
export { type PolicyRule, type RuledKind, rulesForKinds } from "../../provider/core";
export {
  clustersFromStack,
  exportClusters,
  type ExportedCluster,
} from "../../provider/components/fleetExport";

// Federated objects.
export type { MemberResource } from "../../provider/components/memberResource";
export type { FederatedArgs, WhereArgs } from "../../provider/components/federatedArgs";
export type {
  FederatedOptions,
  FederatedSettings,
  MergePatch,
  OverrideArgs,
} from "../../provider/components/federatedSettings";
export {
  federate,
  type FederatedClass,
  type FederatedObject,
  type FederateOptions,
} from "../../provider/components/federate";
export {
  type CustomTemplate,
  FederatedCustomResource,
  type FederatedCustomResourceArgs,
} from "../../provider/components/federatedCustomResource";
export {
  FederatedNamespace,
  type FederatedNamespaceArgs,
} from "../../provider/components/federatedNamespace";
export {
  FederatedClusterRole,
  FederatedClusterRoleBinding,
  FederatedConfigMap,
  FederatedCronJob,
  FederatedCustomResourceDefinition,
  FederatedDaemonSet,
  FederatedDeployment,
  FederatedHorizontalPodAutoscaler,
  FederatedIngress,
  FederatedJob,
  FederatedNetworkPolicy,
  FederatedPersistentVolumeClaim,
  FederatedPodDisruptionBudget,
  FederatedReplicaSet,
  FederatedRole,
  FederatedRoleBinding,
  FederatedSecret,
  FederatedService,
  FederatedServiceAccount,
  FederatedStatefulSet,
} from "../../provider/components/federatedKinds";

// Replicas.
export {
  ReplicaSchedulingPreference,
  type ReplicaSchedulingPreferenceArgs,
} from "../../provider/components/replicaSchedulingPreference";

// What planning takes and gives.
export type {
  ClusterOverride,
  ClusterPlan,
  ClusterStatus,
  FederatedStatus,
  LabelSelector,
  ObjectStatus,
  Placement,
  PropagationPlan,
  ReplicaPreference,
} from "../../provider/core";
