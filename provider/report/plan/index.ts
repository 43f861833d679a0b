export { type EngineEvents, type EngineMessage, nameInUrn, readEngineEvents } from "./engineEvents";
export { fleetPlan } from "./fleetPlan";
export { findRows } from "./findRows";
export { changesOf, narrowPlan, type PlanFilter } from "./narrowPlan";
export { judgePlan, type PlanLimits, type PlanVerdict } from "./verdict";
export type {
  CellAction,
  DiffGroup,
  FieldChange,
  FleetCluster,
  FleetPlan,
  ManifestGroup,
  OtherChange,
  OverrideStep,
  PlanCell,
  PlanRow,
  PlanWarning,
  ReplicaChange,
} from "./model";
export { type Paint, plain, type Shade, type TextStyle } from "../text/paint";
export { renderExplanation } from "../text/renderExplanation";
export { renderHtml } from "../page/renderHtml";
export { renderMarkdown } from "../text/renderMarkdown";
export { renderText, totalLine } from "../text/renderText";
