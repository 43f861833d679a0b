/**
 * The pure core: plain data in, plain data out, sorted and deterministic. No I/O, no Pulumi.
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
  count,
  errorsOf,
  formatIssues,
  type Issue,
  type IssueCode,
  IssuesError,
  isPlainObject,
  sortIssues,
  warningsOf,
} from "./issue";

// Which member clusters.
export { formatSelector, matchesSelector, validateSelector } from "./labelSelector";
export {
  type ClusterSelection,
  selectClusters,
  type Selection,
  type SelectionRequest,
} from "./placement";

// What differs per member cluster.
export { applyPatch, type Patched } from "./jsonPatch";
export { applyMerge } from "./merge";
export { applyOverrides, type OverridesRequest, validateOverrides } from "./overrides";
export { retainFields, retainedPaths } from "./retention";

// How many replicas.
export { fnv1 } from "./replicas/fnv1";
export { type JobPlan, type JobsToPlan, planJobs } from "./replicas/jobs";
export { overrideReplicas } from "./replicas/replicaOverride";
export {
  appliedReplicas,
  divideReplicas,
  planReplicas,
  type ReplicaAlgorithm,
  type ReplicaDivision,
  type ReplicaPlan,
  type ReplicasToPlan,
} from "./replicas/plan";
export { validatePreferences } from "./replicas/preferences";
export type {
  KeepMode,
  MoveBack,
  ReplicaStrategy,
  SpreadConstraint,
  Topology,
  WebsterWishes,
  WhenUnplaced,
} from "./replicas/wishes";
export type { ReplicaScheduling } from "./division";
export {
  type AutoscalerPlan,
  type AutoscalersToPlan,
  planAutoscalers,
} from "./replicas/autoscalers";
export type { JobPreference } from "./replicas/jobs";
export type { AutoscalerScheduling } from "./autoscalerScheduling";
export type { JobScheduling } from "./jobScheduling";
export type { Scheduling } from "./scheduling";

// What was read from live clusters.
export {
  type ClusterRoom,
  type ClusterRoomRequest,
  roomInCluster,
} from "./observation/clusterRoom";
export { analyzePods, type PodAnalysis, type PodsToAnalyze } from "./observation/podAnalysis";
export { type PodToPlace } from "./observation/nodeRoom";
export { amountsOf, podRequests, type ResourceAmounts } from "./observation/podRequests";
export { formatQuantity, parseQuantity } from "./observation/quantity";
export {
  type ReplicaState,
  replicaState,
  type ReplicaStateRequest,
} from "./observation/replicaState";

// All of it together.
export {
  childName,
  type FederatedType,
  federatedType,
  federatedTypes,
  pluralName,
  type Scope,
  validateName,
} from "./federatedTypes";
export { isSubdomain, validateLabels } from "./labels";
export { planPropagation } from "./propagation";
export { type ClusterPlan, type PropagationPlan, summarisePlan } from "./propagationPlan";
export type { PropagationRequest } from "./propagationRequest";
export type { AppliedOverride } from "./overrideRules";
export { renderPlan, renderPlanLine } from "./explain";
export {
  type Condition,
  type FederatedStatus,
  type ObjectStatus,
  objectStatus,
  rollUpStatus,
} from "./status";
export { skeletonFor } from "./skeleton";
export {
  clusterHealth,
  type ClusterHealth,
  type HealthObservation,
  type HealthRecord,
  type ProbeAnswer,
  settleHealth,
} from "./health";
export { type ClusterStatus, clusterStatus, type ClusterStatusParts } from "./clusterStatus";
export { defaultManagedLabel } from "./template";
