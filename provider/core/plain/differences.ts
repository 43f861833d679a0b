import { ownValue } from "./ownKey";
import { isPlainObject } from "./plainObject";
import { compareText } from "./text";
import type { PropertyPath } from "../paths/propertyPath";

/** A place in which two values differ. */
export interface Difference {
  readonly path: PropertyPath;
  /** `undefined` where the place is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What counts as a difference. */
export interface DifferenceRules {
  /**
   * `both`: all that one of the two has. `before`: only what the first has; the second may have more
   * keys in its maps and more items at the end of its lists.
   * @default "both"
   */
  readonly within?: "before" | "both";
  /** Whether two values that are not both maps or both lists are the same. @default `===` */
  readonly isSame?: (before: unknown, after: unknown, path: PropertyPath) => boolean;
}

/**
 * The smallest places in which two values differ. Maps are compared key by key in the order of their
 * keys, lists of one length item by item; anything else is one place. A key whose value is `undefined`
 * is not there. Opaque values are never looked into.
 *
 * @example
 * differencesBetween({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 3] }, d: 4 })
 * //=> [{ path: ["a"], before: 1 }, { path: ["b", "c", 1], before: 2, after: 3 }, { path: ["d"], after: 4 }]
 */
export function differencesBetween(
  before: unknown,
  after: unknown,
  rules: DifferenceRules = {},
): Difference[] {
  return walk({ path: [], before, after }, rules);
}

function walk(pair: Difference, rules: DifferenceRules): Difference[] {
  const { before, after } = pair;
  if (before === after) return [];
  if (isPlainObject(before) && isPlainObject(after)) {
    return keysOf(before, after, rules).flatMap((key) =>
      walk(below(pair, key, [ownValue(before, key), ownValue(after, key)]), rules),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && areComparable(before, after, rules)) {
    return before.flatMap((item: unknown, index) =>
      walk(below(pair, index, [item, after[index]]), rules),
    );
  }
  const { isSame = () => false } = rules;
  return isSame(before, after, pair.path) ? [] : [pair];
}

function keysOf(before: object, after: object, { within }: DifferenceRules): string[] {
  const keys = within === "before" ? Object.keys(before) : [before, after].flatMap(Object.keys);
  return [...new Set(keys)].sort(compareText);
}

function areComparable(
  before: readonly unknown[],
  after: readonly unknown[],
  { within }: DifferenceRules,
): boolean {
  return within === "before" ? before.length <= after.length : before.length === after.length;
}

function below(
  { path }: Difference,
  step: string | number,
  [before, after]: readonly [unknown, unknown],
): Difference {
  return { path: [...path, step], before, after };
}
