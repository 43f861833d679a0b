import type { Issue } from "../issue";
import { validateSelector } from "../kinds/labelSelector";
import type { LabelSelector } from "../model";
import { parseDuration } from "../plain/duration";
import { isPlainObject } from "../plain/plainObject";

/** What must hold after a stage before the next one begins. */
export interface StageGate {
  /** How long its clusters must have been healthy with the new revision, such as `30m`. @default no time */
  minSuccessTime?: string;
  /** Whether somebody must approve that it goes on. @default false */
  approval?: boolean;
}

/** Clusters that are updated before those of the next stage. One of the four ways picks them. */
export interface Stage {
  /** What it is called in plans and approvals; its own in the strategy. */
  name: string;
  /** The clusters by name. */
  clusterNames?: readonly string[];
  /** The clusters by their labels; the first stage that picks a cluster has it. */
  clusterSelector?: LabelSelector;
  /** So many of those that are left, by name: a number, or a part of all such as `10%`, at least 1. */
  size?: number | string;
  /** A stage for each value of `region`, `zone` or a label among those that are left. */
  groupBy?: string;
  /** With `groupBy`: the values in their order; others come after them, by name. @default by name */
  order?: readonly string[];
  /** What must hold before the next stage. @default its objects are ready */
  afterStage?: StageGate;
}

/** How an update goes through the member clusters. Plain, so that it is known at preview. */
export interface StagedUpdateSettings {
  /** In their order. What none of them picks comes last, in a stage `rest`. */
  stages: readonly Stage[];
  /** Clusters that are updated at once: a number, or a part of the stage such as `10%`. @default all of a stage */
  maxConcurrency?: number | string;
  /** Of each value of this (`region`, `zone` or a label) one cluster at once. @default no such limit */
  oneAtATimePer?: string;
  /** Replicas on the clusters that are updated at once: a number, or a part of all such as `20%`. @default all */
  maxReplicasAtRisk?: number | string;
  /** Clusters of a stage that may fail without stopping it: a number, or a part such as `10%`. @default 0 */
  maxFailures?: number | string;
  /** How long the objects of a cluster may take to become ready, such as `10m`. @default Pulumi's own */
  progressDeadline?: string;
  /** How the strategy's first update in a stack goes: in stages like any other, or at once. @default "staged" */
  initial?: "staged" | "atOnce";
}

/** The stage of the clusters that no other stage picks. */
export const restStage = "rest";

/**
 * The number that `3` or `10%` of a total is, rounded down, at least 1; undefined for what is neither.
 *
 * @example
 * [countOf("10%", 45), countOf("10%", 4), countOf(3, 45), countOf("some", 45)]
 * //=> [4, 1, 3, undefined]
 */
export function countOf(given: unknown, total: number): number | undefined {
  if (typeof given === "number") return Number.isInteger(given) && given >= 1 ? given : undefined;
  const [, digits] = /^(\d{1,3})%$/.exec(typeof given === "string" ? given : "") ?? [];
  const percent = Number(digits ?? 0);
  if (percent < 1 || percent > 100) return undefined;
  return Math.max(1, Math.floor((percent * total) / 100));
}

/** The failures that are allowed, which may be none; a part is rounded down and may be 0. */
export function failuresOf(given: unknown, total: number): number | undefined {
  if (given === undefined || given === 0) return 0;
  if (typeof given === "number") return countOf(given, total);
  const counted = countOf(given, 100);
  return counted === undefined ? undefined : Math.floor((counted * total) / 100);
}

/** All that is wrong with a strategy's own settings, whatever its clusters are. */
export function validateStrategy(settings: StagedUpdateSettings): Issue[] {
  const { stages } = settings;
  if (!Array.isArray(stages))
    return [issue("stages", "must be a list of stages, known at preview")];
  const own = stages.flatMap((stage: unknown, index) =>
    isPlainObject(stage)
      ? validateStage(stage, `stages[${index}]`)
      : [issue(`stages[${index}]`, "must be a stage, known at preview")],
  );
  return [...own, ...repetitions(stages), ...validateLimits(settings)];
}

function repetitions(stages: readonly unknown[]): Issue[] {
  const names = stages.map((stage) => (isPlainObject(stage) ? stage.name : undefined));
  const keys = stages.map((stage) => (isPlainObject(stage) ? stage.groupBy : undefined));
  return stages.flatMap((_, index) => {
    const [name, key] = [names[index], keys[index]];
    const isRepeated = isName(name) && (names.indexOf(name) !== index || name === restStage);
    const message = `"${String(name)}" is the name of another stage; each has its own`;
    const isDivided = key !== undefined && keys.indexOf(key) !== index;
    return [
      ...(isRepeated ? [issue(`stages[${index}].name`, message)] : []),
      ...(isDivided
        ? [issue(`stages[${index}].groupBy`, "an earlier stage is divided by that already")]
        : []),
    ];
  });
}

/** Each setting beside the stages: whether it can be understood, and what it must be. */
function validateLimits(settings: StagedUpdateSettings): Issue[] {
  const { maxConcurrency, maxReplicasAtRisk, maxFailures, oneAtATimePer } = settings;
  const { progressDeadline, initial } = settings;
  const isCount = (value: unknown) => value === undefined || countOf(value, 1) !== undefined;
  const count = `must be a whole number from 1, or a part such as "10%"`;
  return [
    ...unless(isCount(maxConcurrency), "maxConcurrency", count),
    ...unless(isCount(maxReplicasAtRisk), "maxReplicasAtRisk", count),
    ...unless(failuresOf(maxFailures, 1) !== undefined, "maxFailures", count.replace("1", "0")),
    ...unless(oneAtATimePer === undefined || isName(oneAtATimePer), "oneAtATimePer", keyMessage),
    ...unless(
      progressDeadline === undefined || isDuration(progressDeadline),
      "progressDeadline",
      durationMessage,
    ),
    ...unless(
      ["staged", "atOnce", undefined].includes(initial),
      "initial",
      `must be "staged" or "atOnce"`,
    ),
  ];
}

function unless(isRight: boolean, path: string, message: string): Issue[] {
  return isRight ? [] : [issue(path, message)];
}

const keyMessage = `must be "region", "zone" or the key of a label`;
const durationMessage = `must be a duration such as "30m" or "90s", known at preview`;

function validateStage(stage: Readonly<Record<string, unknown>>, at: string): Issue[] {
  const { name, clusterNames, clusterSelector, size, groupBy, order, afterStage } = stage;
  const ways = ["clusterNames", "clusterSelector", "size", "groupBy"];
  const given = ways.filter((way) => stage[way] !== undefined);
  const got = given.length === 0 ? "none" : given.join(" and ");
  const isNames = clusterNames === undefined || isTexts(clusterNames);
  const isSize = size === undefined || countOf(size, 1) !== undefined;
  const isOrder = order === undefined || (groupBy !== undefined && isTexts(order));
  return [
    ...unless(isStageName(name), `${at}.name`, `must be a text without "@", known at preview`),
    ...unless(given.length === 1, at, `exactly one of ${ways.join(", ")} is needed; given: ${got}`),
    ...unless(isNames, `${at}.clusterNames`, "must be a list of names, known at preview"),
    ...(clusterSelector === undefined
      ? []
      : validateSelector(clusterSelector, `${at}.clusterSelector`)),
    ...unless(isSize, `${at}.size`, `must be a whole number from 1, or a part such as "10%"`),
    ...unless(groupBy === undefined || isName(groupBy), `${at}.groupBy`, keyMessage),
    ...unless(isOrder, `${at}.order`, "must be a list of texts, beside groupBy"),
    ...validateGate(afterStage, `${at}.afterStage`),
  ];
}

function isStageName(name: unknown): boolean {
  return isName(name) && !name.includes("@");
}

function validateGate(gate: unknown, at: string): Issue[] {
  if (gate === undefined) return [];
  if (!isPlainObject(gate)) return [issue(at, "must be a map with minSuccessTime or approval")];
  const { minSuccessTime, approval } = gate;
  return [
    ...(minSuccessTime === undefined || isDuration(minSuccessTime)
      ? []
      : [issue(`${at}.minSuccessTime`, durationMessage)]),
    ...(["boolean", "undefined"].includes(typeof approval)
      ? []
      : [issue(`${at}.approval`, "must be true or false, known at preview")]),
  ];
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isDuration(value: unknown): boolean {
  return typeof value === "string" && parseDuration(value) !== undefined;
}

function issue(path: string, message: string): Issue {
  return { code: "stages-invalid", path, message };
}
