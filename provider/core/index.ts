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
export {
  assignAsKarmada,
  divideCompletionsAsKarmada,
  divideRoom,
  type KarmadaAssignment,
} from "./replicas/karmada";
export { apportionAsKarmada, dispenseAsKarmada } from "./replicas/karmadaApportion";
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
export { overrideSteps } from "./overrideSteps";
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

// Manifests, one federated object each, and charts.
export {
  type ChartOverride,
  type ChartOverrides,
  readChartOverrides,
} from "./manifests/chartOverrides";
export {
  type ManifestOverride,
  overridesFor,
  validateManifestOverrides,
} from "./manifests/manifestOverrides";
export { type ObjectPick, picksObject, unmatchedPick } from "./manifests/objectPick";
export {
  type ManifestDocument,
  type ManifestPart,
  type ManifestPlan,
  type ManifestsToPlan,
  planManifests,
} from "./manifests/manifestPlan";

// DNS records.
export { parseAddress } from "./dns/address";
export {
  type Endpoint,
  groupByName,
  isRecordType,
  type NamedRecords,
  type ProviderSpecific,
  recordEntries,
  type RecordType,
  toEndpoints,
} from "./dns/endpoint";
export type { EndpointPlan } from "./dns/endpointPlan";
export {
  ingressEndpoints,
  type IngressDnsRecord,
  serviceEndpoints,
  type ServiceDnsRecord,
} from "./dns/endpoints";
export type { ClusterDns } from "./dns/levels";
export type { Registry } from "./dns/ownership";
export {
  type ClusterPlace,
  domainNames,
  ingressNames,
  type PublishedNames,
  serviceNames,
  validateNames,
} from "./dns/publishedNames";
export { planIngressRecord, planServiceRecord, type RecordPlan } from "./dns/recordPlan";
export { parseServerAddress, type ServerAddress } from "./dns/serverAddress";
export {
  type ClusterObservation,
  type DnsStatus,
  ingressDnsStatus,
  serviceDnsStatus,
} from "./dns/status";
export type { HostAddresses, LoadBalancerIngress } from "./dns/targets";
export { defaultTtlSeconds } from "./dns/ttl";

// How names are answered.
export {
  type AddressCheck,
  type DnsBackend,
  dnsPolicies,
  type DnsPolicy,
  type FailsOver,
  type GeoPlaces,
  type PolicySettings,
  policySettingNames,
} from "./dns/policy";
export type { PolicyAt } from "./dns/policyAnswers";
export {
  failsOver,
  type PolicyBackend,
  policyObstacle,
  usualTtlSeconds,
} from "./dns/policyBackends";
export {
  compileIngressPolicy,
  compilePolicy,
  compileServicePolicy,
  type PolicyMember,
  type PolicyPlan,
} from "./dns/policyPlan";
export { validatePolicy } from "./dns/policyRules";
// What an update would do to the whole fleet.
export {
  type CellAction,
  changesOf,
  type DiffGroup,
  type EngineEvents,
  type EngineMessage,
  type FieldChange,
  findRows,
  type FleetCluster,
  fleetPlan,
  type FleetPlan,
  judgePlan,
  type ManifestGroup,
  nameInUrn,
  narrowPlan,
  objectTitle,
  type OtherChange,
  type OverrideStep,
  type Paint,
  plain,
  type PlanCell,
  type PlanFilter,
  type PlanLimits,
  type PlanRow,
  type PlanVerdict,
  type PlanWarning,
  readEngineEvents,
  renderExplanation,
  renderHtml,
  renderMarkdown,
  renderText,
  type ReplicaChange,
  type Shade,
  type TextStyle,
  totalLine,
} from "./fleetPlan";
export { parseSelectorText } from "./selectorText";

// How the whole fleet is doing.
export {
  type DeclaredFleet,
  declaredFleet,
  type DeclaredObject,
  fleetStatus,
  type FleetStatus,
  type Health,
  type Observation,
  renderStatus,
  renderStatusHtml,
  type StatusRow,
} from "./fleetStatus";
// From other systems.
export { convertDocuments } from "./migration/convertObjects";
export { federateManifests } from "./migration/federateManifests";
export { groupOf } from "./migration/manifest";
export { type LiveObjects, proveLive } from "./migration/liveProof";
export type {
  Declaration,
  Expectation,
  Migration,
  MigrationNote,
  MigrationSource,
} from "./migration/migration";
export { type Program, writeProgram } from "./migration/programText";
export { projectFiles } from "./migration/projectFiles";
export { type Proof, proveMigration, type Verdict } from "./migration/proof";
export { renderLiveProof, renderNotes, renderProof } from "./migration/proofText";
// Membership.
export { validateJoin } from "./membership/join";
export { type PolicyRule, type RuledKind, rulesForKinds } from "./membership/rules";
