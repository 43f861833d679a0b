import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { compareText } from "../plain/text";
import { labelKeyProblem, labelValueProblem } from "./labels";
import type { LabelSelector, LabelSelectorRequirement } from "../model";

const operators = ["In", "NotIn", "Exists", "DoesNotExist"] as const;

/**
 * Whether labels satisfy a Kubernetes label selector. All of `matchLabels` and `matchExpressions`
 * must hold; `{}` matches everything. `NotIn` and `DoesNotExist` also hold where the key is absent.
 * The selector must be valid (`validateSelector`). Source: apimachinery, LabelSelectorAsSelector.
 *
 * @example
 * matchesSelector({ matchLabels: { tier: "prod" } }, { tier: "prod", region: "eu" })
 * //=> true
 */
export function matchesSelector(
  selector: LabelSelector,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  return requirementsOf(selector).every((requirement) => holds(requirement, labels));
}

/**
 * All that is wrong with a selector, each problem with its path below `path`.
 * Allowed: operators In, NotIn (with values), Exists, DoesNotExist (without values); string labels.
 */
export function validateSelector(selector: unknown, path: string): Issue[] {
  if (!isPlainObject(selector)) {
    return [issue(path, `a label selector must be a map with matchLabels or matchExpressions`)];
  }
  const unknownKeys = Object.keys(selector)
    .filter((key) => key !== "matchLabels" && key !== "matchExpressions")
    .map((key) =>
      issue(`${path}.${key}`, `unknown field "${key}"; allowed: matchLabels, matchExpressions`),
    );
  return [
    ...unknownKeys,
    ...validateMatchLabels(selector.matchLabels, `${path}.matchLabels`),
    ...validateExpressions(selector.matchExpressions, `${path}.matchExpressions`),
  ];
}

/** How a selector without any requirement is written. */
export const everything = "everything";

/**
 * A selector as kubectl would write it, sorted; `{}` becomes `everything`.
 *
 * @example
 * formatSelector({ matchLabels: { tier: "prod" }, matchExpressions: [{ key: "region", operator: "In", values: ["us", "eu"] }] })
 * //=> "region in (eu, us), tier=prod"
 */
export function formatSelector(selector: LabelSelector): string {
  const parts = requirementsOf(selector).map(formatRequirement).sort(compareText);
  return parts.length === 0 ? everything : parts.join(", ");
}

function requirementsOf(selector: LabelSelector): LabelSelectorRequirement[] {
  const labels = Object.entries(selector.matchLabels ?? {}).map(
    ([key, value]): LabelSelectorRequirement => ({ key, operator: "In", values: [value] }),
  );
  return [...labels, ...(selector.matchExpressions ?? [])];
}

function holds(
  requirement: LabelSelectorRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.prototype.hasOwnProperty.call(labels, requirement.key)
    ? labels[requirement.key]
    : undefined;
  switch (requirement.operator) {
    case "In":
      return value !== undefined && (requirement.values ?? []).includes(value);
    case "NotIn":
      return value === undefined || !(requirement.values ?? []).includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

function formatRequirement({ key, operator, values }: LabelSelectorRequirement): string {
  const list = [...(values ?? [])].sort(compareText);
  switch (operator) {
    case "In":
      return list.length === 1 ? `${key}=${list[0]}` : `${key} in (${list.join(", ")})`;
    case "NotIn":
      return list.length === 1 ? `${key}!=${list[0]}` : `${key} notin (${list.join(", ")})`;
    case "Exists":
      return key;
    case "DoesNotExist":
      return `!${key}`;
  }
}

function validateMatchLabels(matchLabels: unknown, path: string): Issue[] {
  if (matchLabels === undefined || matchLabels === null) return [];
  if (!isPlainObject(matchLabels))
    return [issue(path, "must be a map of strings, known at preview")];
  return Object.entries(matchLabels).flatMap(([key, value]) => {
    const at = `${path}[${JSON.stringify(key)}]`;
    return [...keyIssues(key, at), ...valueIssues(value, at)];
  });
}

function keyIssues(key: string, path: string): Issue[] {
  const problem = labelKeyProblem(key);
  return problem === undefined ? [] : [issue(path, problem)];
}

/** A value that no label can have would select nothing, or with NotIn everything, without a word. */
function valueIssues(value: unknown, path: string): Issue[] {
  if (typeof value !== "string") return [issue(path, "must be a string, known at preview")];
  const problem = labelValueProblem(value);
  return problem === undefined ? [] : [issue(path, problem)];
}

function validateExpressions(expressions: unknown, path: string): Issue[] {
  if (expressions === undefined || expressions === null) return [];
  if (!Array.isArray(expressions)) return [issue(path, "must be a list, known at preview")];
  return expressions.flatMap((expression: unknown, index) =>
    validateExpression(expression, `${path}[${index}]`),
  );
}

function validateExpression(expression: unknown, path: string): Issue[] {
  if (!isPlainObject(expression))
    return [issue(path, "must be a map with key, operator and values")];
  const { key, operator, values } = expression;
  const issues = isText(key)
    ? keyIssues(key, `${path}.key`)
    : [issue(`${path}.key`, "a label key is required")];
  if (!operators.some((known) => known === operator)) {
    const came = typeof operator === "string" ? `"${operator}"` : "that";
    issues.push(
      issue(
        `${path}.operator`,
        `${came} is not a valid operator; allowed: ${operators.join(", ")}`,
      ),
    );
    return issues;
  }
  return [
    ...issues,
    ...validateValues({ values, operator: String(operator), path: `${path}.values` }),
  ];
}

function validateValues(request: { values: unknown; operator: string; path: string }): Issue[] {
  const { values, operator, path } = request;
  const given: readonly unknown[] = Array.isArray(values) ? values : [];
  const wantsValues = operator === "In" || operator === "NotIn";
  if (wantsValues && given.length === 0)
    return [issue(path, `${operator} needs at least one of values`)];
  if (!wantsValues && given.length > 0) return [issue(path, `${operator} takes no values`)];
  return given.flatMap((value) => valueIssues(value, path));
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function issue(path: string, message: string): Issue {
  return { code: "selector-invalid", path, message };
}
