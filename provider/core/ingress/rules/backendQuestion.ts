import type { IngressRequest, PlannedService } from "../model";
import type { ReadRules } from "../routes";

/** A request, and what was read of it. */
export interface BackendQuestion {
  readonly request: IngressRequest;
  readonly rules: ReadRules;
  readonly services: readonly PlannedService[];
  /** The clusters that serve, sorted. */
  readonly serving: readonly string[];
}
