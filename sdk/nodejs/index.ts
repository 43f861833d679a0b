/*
 * KubeFed as a Pulumi package: the one door for programs. Names only, by subject.
 */

// Member clusters.
export {
  KubeFedCluster,
  type KubeFedClusterArgs,
} from "../../provider/components/clusters/kubeFedCluster";
export type {
  AvailabilityArgs,
  ClusterHealthArgs,
  Unreachable,
} from "../../provider/components/clusters/clusterAvailability";
export {
  type ClustersFromKubeconfigArgs,
  type ClustersFromRegistryArgs,
  clustersFromKubeconfig,
  clustersFromRegistry,
  type FoundClusterArgs,
} from "../../provider/components/clusters/registeredClusters";
export {
  ClusterRegistry,
  type ClusterRegistryArgs,
} from "../../provider/components/clusters/clusterRegistry";
export type { JoinArgs } from "../../provider/components/clusters/joinMember";
export {
  type JoinRights,
  type PolicyRule,
  type RuledKind,
  rulesForKinds,
} from "../../provider/core";
export {
  clustersFromStack,
  type ClustersFromStackOptions,
  type ExportClustersOptions,
  exportClusters,
  type ExportedCluster,
  type ShardedFleet,
} from "../../provider/components/clusters/fleetExport";

export type { ShardSettings } from "../../provider/core/shards/assignShards";

// Federated objects.
export type { MemberResources } from "../../provider/components/declare/memberResource";
export type { FederatedArgs, WhereArgs } from "../../provider/components/objects/federatedArgs";
export type { FederatedObject } from "../../provider/components/objects/federatedObject";
export type { FederatedOptions } from "../../provider/components/objects/federatedOptions";
export type {
  FederatedSettings,
  MergePatch,
  OverrideArgs,
} from "../../provider/components/objects/federatedSettings";
export type {
  AnySchedulingArgs,
  AutoscalerSchedulingArgs,
  JobSchedulingArgs,
  ReplicaSchedulingArgs,
  SchedulingArgs,
  SchedulingPreference,
} from "../../provider/components/objects/schedulingArgs";
export {
  type HealthCheck,
  type HealthQuestion,
  StagedUpdateStrategy,
  type StagedUpdateStrategyArgs,
} from "../../provider/components/stages/stagedUpdateStrategy";
export type { Stage, StagedUpdateSettings, StageGate } from "../../provider/core/stages/strategy";
export type { Scale } from "../../provider/core/kinds/scale";
export {
  federate,
  type FederatedClass,
  type FederateOptions,
  type ScaledFederateOptions,
} from "../../provider/components/objects/federate";
export {
  type CustomTemplate,
  FederatedCustomResource,
  type FederatedCustomResourceArgs,
} from "../../provider/components/objects/federatedCustomResource";
export {
  FederatedNamespace,
  type FederatedNamespaceArgs,
} from "../../provider/components/objects/federatedNamespace";
export type {
  ChartOverrideArgs,
  FederatedHelmChartArgs,
} from "../../provider/components/manifests/chartArgs";
export { FederatedHelmChart } from "../../provider/components/manifests/federatedHelmChart";
export {
  FederatedYaml,
  type FederatedYamlArgs,
  type ManifestOverrideArgs,
  type ManifestSchedulingArgs,
} from "../../provider/components/manifests/federatedYaml";
export type { ManifestObject } from "../../provider/components/manifests/manifestObject";
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
} from "../../provider/components/objects/federatedKinds";

// Replicas, Jobs, autoscalers.
export {
  HorizontalPodAutoscalerPreference,
  type HorizontalPodAutoscalerPreferenceArgs,
} from "../../provider/components/preferences/horizontalPodAutoscalerPreference";
export {
  JobSchedulingPreference,
  type JobSchedulingPreferenceArgs,
} from "../../provider/components/preferences/jobSchedulingPreference";
export {
  type ObservedReplicasArgs,
  ReplicaSchedulingPreference,
  type ReplicaSchedulingPreferenceArgs,
} from "../../provider/components/preferences/replicaSchedulingPreference";
export type { ReplicaTarget } from "../../provider/components/preferences/replicaTarget";

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
export type { Workload } from "../../provider/observe/objects/workload";

// DNS records.
export { Rfc2136Zone, type Rfc2136ZoneArgs } from "../../provider/components/dns/rfc2136Zone";
export { ExternalDns, type ExternalDnsArgs } from "../../provider/components/dns/externalDns";
export type { DnsProvider } from "../../provider/components/dns/dnsPublication";
export {
  ServiceDNSRecord,
  type ServiceDNSRecordArgs,
  type ServiceDNSRecordStatus,
} from "../../provider/components/dns/serviceDnsRecord";
export {
  IngressDNSRecord,
  type IngressDNSRecordArgs,
  type IngressDNSRecordStatus,
} from "../../provider/components/dns/ingressDnsRecord";
export { DomainRecord, type DomainRecordArgs } from "../../provider/components/dns/domainRecord";

// One Ingress over many clusters.
export type {
  IngressCertificateArgs,
  IngressHaproxyArgs,
  IngressRecordsArgs,
  MultiClusterIngressArgs,
} from "../../provider/components/ingress/ingressArgs";
export type {
  GatewayImportKind,
  IngressGateway,
  IngressGcp,
  IngressGcpFirewall,
  IngressGke,
} from "../../provider/core/ingress/backendSettings";
export { MultiClusterIngress } from "../../provider/components/ingress/multiClusterIngress";

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
