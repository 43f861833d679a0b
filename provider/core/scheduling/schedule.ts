import type { DivisionRequest } from "./replicaScheduling";
import type { Issue } from "../issue";

/** A number that a preference decides, and where in the object it is. */
export interface ScheduledField {
  /** JSON pointer. */
  readonly path: string;
  readonly value: number;
}

/** What one cluster gets. */
export interface Share {
  readonly fields: readonly ScheduledField[];
  /** For a division of replicas. */
  readonly replicas?: number;
  readonly because: string;
}

/** What every selected cluster gets, or why it does not get the object at all. */
export interface Schedule {
  readonly shares: ReadonlyMap<string, Share>;
  /** By cluster: why its part is so small that it does not get the object. */
  readonly refused: ReadonlyMap<string, string>;
  /** Pointers of all fields that the preference decides. */
  readonly paths: readonly string[];
  /** What there is to say about the division as a whole, one sentence each. */
  readonly notes: readonly string[];
  readonly issues: readonly Issue[];
}

/** The object whose numbers are divided, and over which clusters. */
export type ScheduleRequest = Omit<DivisionRequest, "scheduling">;

/** A schedule that decides nothing. */
export const nothingScheduled: Schedule = {
  shares: new Map(),
  refused: new Map(),
  paths: [],
  notes: [],
  issues: [],
};
