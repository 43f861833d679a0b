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
export type { ReplicaScheduling } from "./division";

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

// From other systems.
export { convertDocuments } from "./migration/convertObjects";
export { federateManifests } from "./migration/federateManifests";
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
// What an update would do to the whole fleet.
export {
  type CellAction,
  type DiffGroup,
  type FieldChange,
  findRows,
  type FleetCluster,
  fleetPlan,
  type FleetPlan,
  judgePlan,
  type ManifestGroup,
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
  type PreviewEvents,
  readPreviewEvents,
  renderExplanation,
  renderHtml,
  renderMarkdown,
  renderText,
  type ReplicaChange,
  type Shade,
  type TextStyle,
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
} from "./fleetStatus";
