export { type DeclaredFleet, declaredFleet, type DeclaredObject } from "./declaredFleet";
export {
  fleetStatus,
  type FleetStatus,
  type Health,
  type Observation,
  type StatusRow,
} from "./fleetStatus";
export { renderStatus } from "./renderStatus";
export { renderStatusHtml } from "./renderStatusHtml";
