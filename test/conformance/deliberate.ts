import type { KubeObject } from "../../provider/core/model";
import deliberate from "./deliberate.json";
import type { Outcome } from "./outcome";

/** An outcome whose difference, if there is one, is the one that a rule of deliberate.json is about. */
export interface DeliberateOutcome extends Outcome {
  readonly rule?: string;
}

/** One case that differs on purpose. */
export interface DeliberateCase {
  readonly suite: string;
  readonly id: string;
  /** What our code gives, so that any other difference is a mistake. */
  readonly ours: unknown;
  readonly reason: string;
}

/** The cases that differ on purpose. */
export const deliberateCases: readonly DeliberateCase[] = deliberate.cases;

const reasons = new Map(deliberate.rules.map(({ rule, reason }) => [rule, reason]));

/** The rules by which a case may differ on purpose. */
export const deliberateRules: readonly string[] = [...reasons.keys()];

/** Why a rule makes a difference one on purpose, as a line of a report. */
export function reasonOf(rule: string): string {
  const reason = reasons.get(rule);
  if (reason === undefined) throw new Error(`deliberate.json has no rule "${rule}"`);
  return `${rule}: ${reason}`;
}

/** The entry for a case, if the file has one. */
export function deliberateCase({ suite, id }: KubeObject): DeliberateCase | undefined {
  return deliberateCases.find((each) => each.suite === suite && each.id === id);
}
