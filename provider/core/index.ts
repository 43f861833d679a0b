/*
 * The pure core's door: what a test or a policy of one's own needs. Plain data in, plain data out,
 * sorted and deterministic; no I/O, no Pulumi. The package's own rooms import the files themselves.
 */

// The nouns.
export type {
  ClusterOverride,
  KubeObject,
  LabelSelector,
  LabelSelectorRequirement,
  MemberCluster,
  Override,
  Placement,
  ReplicaPreference,
  ReplicaPreferences,
} from "./model";

// Problems, as data and as text.
export {
  errorsOf,
  formatIssues,
  type Issue,
  type IssueCode,
  IssuesError,
  warningsOf,
} from "./issue";

// Which member clusters.
export { matchesSelector } from "./kinds/labelSelector";
export {
  type ClusterSelection,
  selectClusters,
  type Selection,
  type SelectionRequest,
} from "./placement/placement";

// What differs per member cluster.
export { applyPatch, type Patched } from "./paths/jsonPatch";
export { applyMerge } from "./overrides/merge";
export { applyOverrides, type OverridesRequest, validateOverrides } from "./overrides/overrides";
export { type RetainedPaths, retainedPaths, type RetentionRequest } from "./retention/retention";

// How many replicas, how much of a Job, which limits of an autoscaler.
export {
  divideReplicas,
  planReplicas,
  type ReplicaAlgorithm,
  type ReplicaDivision,
  type ReplicaPlan,
  type ReplicasToPlan,
} from "./replicas/plan";
export { type JobPlan, type JobPreference, type JobsToPlan, planJobs } from "./replicas/jobs";
export {
  type AutoscalerPlan,
  type AutoscalersToPlan,
  planAutoscalers,
} from "./replicas/autoscalers";
export type {
  KeepMode,
  MoveBack,
  ReplicaStrategy,
  SpreadConstraint,
  Topology,
  Unplaced,
} from "./replicas/websterOptions";
export type { AutoscalerScheduling } from "./scheduling/autoscalerScheduling";
export type { ReplicaScheduling } from "./scheduling/replicaScheduling";
export type { JobScheduling } from "./scheduling/jobScheduling";
export type { Scheduling } from "./scheduling/scheduling";

// All of it together.
export { planPropagation } from "./objects/propagation";
export type { ClusterPlan, PropagationPlan } from "./objects/propagationPlan";
export type { PropagationRequest } from "./objects/propagationRequest";
export type { AppliedOverride } from "./overrides/plannedOverrides";
export { renderPlan, renderPlanLine } from "./objects/explain";

// How it is going.
export {
  type Condition,
  type FederatedStatus,
  type ObjectStatus,
  objectStatus,
  rollUpStatus,
} from "./status/status";
export type { ClusterStatus } from "./status/clusterStatus";

// DNS records, and how names are answered.
export type { Endpoint } from "./dns/records/endpoint";
export {
  ingressEndpoints,
  type IngressDnsRecord,
  serviceEndpoints,
  type ServiceDnsRecord,
} from "./dns/records/endpoints";
export type {
  AddressCheck,
  DnsPolicy,
  FailsOver,
  GeoPlaces,
  PolicySettings,
} from "./dns/policy/policy";

// Membership.
export type { JoinRights } from "./membership/rights";
export { type PolicyRule, type RuledKind, rulesForKinds } from "./membership/rules";
