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
export type { FederatedOptions } from "../../provider/components/federatedOptions";
export type {
  FederatedSettings,
  MergePatch,
  OverrideArgs,
  SchedulingPreference,
} from "../../provider/components/federatedSettings";
export type { Scale } from "../../provider/components/scale";
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
export type {
  ChartOverrideArgs,
  FederatedHelmChartArgs,
} from "../../provider/components/chartArgs";
export { FederatedHelmChart } from "../../provider/components/federatedHelmChart";
export {
  FederatedYaml,
  type FederatedYamlArgs,
  type ManifestOverrideArgs,
  type ManifestSchedulingArgs,
} from "../../provider/components/federatedYaml";
export type { ManifestObject } from "../../provider/components/manifestObject";
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

// Replicas, Jobs, autoscalers.
export {
  HorizontalPodAutoscalerPreference,
  type HorizontalPodAutoscalerPreferenceArgs,
} from "../../provider/components/horizontalPodAutoscalerPreference";
export {
  JobSchedulingPreference,
  type JobSchedulingPreferenceArgs,
} from "../../provider/components/jobSchedulingPreference";
export {
  ReplicaSchedulingPreference,
  type ReplicaSchedulingPreferenceArgs,
  type TargetedReplicaSchedulingPreferenceArgs,
} from "../../provider/components/replicaSchedulingPreference";
export type { ReplicaTarget, TargetArgs } from "../../provider/components/replicaTarget";

// Questions to live clusters and to the stack's own state.
export type { AskableCluster } from "../../provider/observe/askClusters";
export {
  observeCapacity,
  type ObserveCapacityArgs,
  type ObservedCapacity,
} from "../../provider/observe/observeCapacity";
export {
  type ObservedReplicas,
  observeReplicas,
  type ObserveReplicasArgs,
} from "../../provider/observe/observeReplicas";
export {
  previousReplicas,
  type PreviousReplicasArgs,
} from "../../provider/observe/previousReplicas";
export type { Workload } from "../../provider/observe/workload";

// DNS records.
export {
  Rfc2136Provider,
  type Rfc2136ProviderArgs,
} from "../../provider/components/rfc2136Provider";
export {
  ExternalDnsProvider,
  type ExternalDnsProviderArgs,
} from "../../provider/components/externalDnsProvider";
export type { DnsProvider } from "../../provider/components/dnsPublication";
export {
  ServiceDNSRecord,
  type ServiceDNSRecordArgs,
  type ServiceDNSRecordStatus,
} from "../../provider/components/serviceDnsRecord";
export {
  IngressDNSRecord,
  type IngressDNSRecordArgs,
  type IngressDNSRecordStatus,
} from "../../provider/components/ingressDnsRecord";
export { DomainRecord, type DomainRecordArgs } from "../../provider/components/domainRecord";

// What planning takes and gives.
export type {
  AddressCheck,
  ClusterOverride,
  ClusterPlan,
  ClusterStatus,
  DnsPolicy,
  FailsOver,
  FederatedStatus,
  JobPreference,
  GeoPlaces,
  LabelSelector,
  ObjectStatus,
  Placement,
  PolicySettings,
  PropagationPlan,
  ReplicaPreference,
  ReplicaScheduling,
  SpreadConstraint,
} from "../../provider/core";
