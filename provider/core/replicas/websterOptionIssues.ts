import type { Issue } from "../issue";
import { describeValue } from "../plain/valueKind";
import { validateCount } from "./preferences";
import {
  KEEP_MODES,
  MOVE_BACK_MODES,
  REPLICA_STRATEGIES,
  type SpreadConstraint,
  UNPLACED_MODES,
  UNSATISFIABLE_MODES,
  type WebsterOptions,
} from "./websterOptions";

/**
 * Everything that is wrong with what only Webster's method knows. Names in groups may be of clusters that
 * are not divided over now.
 *
 * @example
 * validateWebsterOptions({ spread: [{ topologyKey: "zone", maxSkew: 0 }] }, "webster")
 * //=> [{ code: "preference-invalid", path: "spread[0].maxSkew", message: "must be an integer from 1, not 0" }]
 */
export function validateWebsterOptions(options: WebsterOptions, algorithm: string): Issue[] {
  const given = ONLY_WEBSTER.filter((field) => isGiven(field, options[field]));
  if (algorithm === "kubefed") {
    return given.map((field) =>
      invalid(field, `works with algorithm "webster" only, not with ${JSON.stringify(algorithm)}`),
    );
  }
  if (given.length === 0) return [];
  const { strategy, keep, moveBack, unplaced, groups = [], spread = [] } = options;
  return [
    ...choiceIssues(strategy, { path: "strategy", allowed: REPLICA_STRATEGIES }),
    ...choiceIssues(keep, { path: "keep", allowed: KEEP_MODES }),
    ...choiceIssues(moveBack, { path: "moveBack", allowed: MOVE_BACK_MODES }),
    ...choiceIssues(unplaced, { path: "unplaced", allowed: UNPLACED_MODES }),
    ...groupIssues(groups),
    ...spread.flatMap((constraint, i) => constraintIssues(constraint, `spread[${i}]`)),
    ...(spread.length > 1 ? [invalid("spread", "has more than one constraint; allowed: one")] : []),
  ];
}

const ONLY_WEBSTER = ["strategy", "keep", "moveBack", "unplaced", "groups", "spread"] as const;

/** What is so without being asked for. SDKs of other languages send it along. */
const DEFAULTS = {
  strategy: "weighted",
  keep: "none",
  moveBack: "never",
  unplaced: "warn",
} as const;

/** Whether a field asks for something that is not so anyway. */
function isGiven(field: (typeof ONLY_WEBSTER)[number], value: unknown): boolean {
  if (value === undefined) return false;
  return !Object.hasOwn(DEFAULTS, field) || value !== Reflect.get(DEFAULTS, field);
}

function choiceIssues(
  value: unknown,
  { path, allowed }: { readonly path: string; readonly allowed: readonly string[] },
): Issue[] {
  if (value === undefined || allowed.some((choice) => choice === value)) return [];
  const known = allowed.map((choice) => JSON.stringify(choice)).join(", ");
  return [invalid(path, `is ${describeValue(value)}; allowed: ${known}`)];
}

/** A name in two groups would leave it open which of them it is in. */
function groupIssues(groups: readonly (readonly string[])[]): Issue[] {
  const seen = new Map<string, string>();
  return groups.flatMap((names, group) =>
    names.flatMap((name, i): Issue[] => {
      const path = `groups[${group}][${i}]`;
      const before = seen.get(name);
      seen.set(name, before ?? path);
      if (before === undefined) return [];
      return [invalid(path, `${JSON.stringify(name)} is in ${before} already`)];
    }),
  );
}

function constraintIssues(constraint: SpreadConstraint, path: string): Issue[] {
  const { topologyKey, maxSkew, minDomains = 1, unsatisfiable } = constraint;
  const name: unknown = topologyKey;
  const isNamed = typeof name === "string" && name !== "";
  return [
    ...(isNamed
      ? []
      : [
          invalid(
            `${path}.topologyKey`,
            `must be "region", "zone" or a label, not ${describeValue(name)}`,
          ),
        ]),
    ...positiveIssues(maxSkew, `${path}.maxSkew`),
    ...positiveIssues(minDomains, `${path}.minDomains`),
    ...choiceIssues(unsatisfiable, {
      path: `${path}.unsatisfiable`,
      allowed: UNSATISFIABLE_MODES,
    }),
  ];
}

function positiveIssues(value: unknown, path: string): Issue[] {
  const isPositive = value !== 0 && validateCount(value, path).length === 0;
  return isPositive
    ? []
    : [invalid(path, `must be an integer from 1, not ${describeValue(value)}`)];
}

function invalid(path: string, message: string): Issue {
  return { code: "preference-invalid", path, message };
}
