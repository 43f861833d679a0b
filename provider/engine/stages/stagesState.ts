import { textsAt } from "../../core/plain/fields";
import {
  type Attempt,
  parseAttempts,
  parseRecord,
  type StagesRecord,
} from "../../core/stages/record";
import { ownType, parseUrn } from "../../core/kinds/urn";
import type { StackState } from "../state/stackState";

/** The types of what keeps a strategy's record. */
export const strategyType = "kubefed:index:StagedUpdateStrategy";
export const attemptsType = "kubefed:index:StagedUpdateAttempts";

/** What the stack's last update left of a strategy. */
export interface StagesState {
  readonly record: StagesRecord;
  readonly attempts: Readonly<Record<string, Attempt>>;
  readonly salt: string | undefined;
  /** The URNs of the components that it staged. */
  readonly components: readonly string[];
}

/** Whether a state has something of a strategy of that name. */
export function hasStages(state: StackState, name: string): boolean {
  return Object.keys(outputsOf(state, strategyType, name)).length > 0;
}

/** Reads what a state has of a strategy, by the strategy's name. */
export function stagesState(state: StackState, name: string): StagesState {
  const outputs = outputsOf(state, strategyType, name);
  const attempts = outputsOf(state, attemptsType, `${name}-attempts`).attempts;
  const { salt } = outputs;
  return {
    record: parseRecord(outputs.record),
    attempts: parseAttempts(parsed(attempts)),
    salt: typeof salt === "string" && salt !== "" ? salt : undefined,
    components: textsAt(outputs, "components"),
  };
}

function outputsOf(
  state: StackState,
  type: string,
  name: string,
): Readonly<Record<string, unknown>> {
  const found = [...state].find(([urn]) => {
    const parts = parseUrn(urn);
    return ownType(parts.type) === type && parts.name === name;
  });
  return found?.[1] ?? {};
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
