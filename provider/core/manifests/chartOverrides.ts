import { notPlain } from "../paths/editProblem";
import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import type { ClusterOverride, LabelSelector, Override } from "../model";
import { readOverridePath } from "../overrides/overridePath";

/** What differs of a chart on the clusters that `clusterName` or `clusterSelector` picks. */
export interface ChartOverride {
  /** The cluster that it is for. */
  readonly clusterName?: string;
  /** The clusters that it is for, by their labels. */
  readonly clusterSelector?: LabelSelector;
  /** Laid over the values; `null` removes what they say, a list replaces a list. */
  readonly values?: unknown;
  /** Another version of the chart. */
  readonly version?: string;
  /** JSON patch operations below `/values`, or on `/version`. */
  readonly clusterOverrides?: readonly ClusterOverride[];
}

/** Overrides as those of an object with the fields `values` and `version`. */
export interface ChartOverrides {
  readonly overrides: readonly Override[];
  readonly issues: readonly Issue[];
}

/**
 * Reads what differs of a chart per cluster, as the planner reads the overrides of an object. Issues:
 * `override-empty`, and `override-forbidden-path` for a path that is neither below `/values` nor
 * `/version`; all else is for the planner to find.
 *
 * @example
 * readChartOverrides([{ clusterName: "eu", values: { replicas: 2 } }]).overrides
 * //=> [{ clusterName: "eu", merge: { values: { replicas: 2 } } }]
 */
export function readChartOverrides(given: unknown): ChartOverrides {
  if (given === undefined || given === null) return { overrides: [], issues: [] };
  if (!Array.isArray(given)) {
    return { overrides: [], issues: [notPlain("overrides", "a list of overrides")] };
  }
  const read = given.map((each: unknown, index) => readOne(each, `overrides[${index}]`));
  return {
    overrides: read.flatMap(({ override }) => (override === undefined ? [] : [override])),
    issues: read.flatMap(({ issues }) => issues),
  };
}

function readOne(given: unknown, at: string): { override?: Override; issues: Issue[] } {
  if (!isPlainObject(given)) {
    const what =
      "a map with clusterName or clusterSelector, and values, version or clusterOverrides";
    return { issues: [notPlain(at, what)] };
  }
  const { values, version, ...override } = given;
  const merge = {
    ...(values === undefined ? {} : { values }),
    ...(version === undefined ? {} : { version }),
  };
  const isEmpty = Object.keys(merge).length === 0 && override.clusterOverrides === undefined;
  const message = "none of values, version and clusterOverrides is given; an override needs one";
  return {
    override: isEmpty || Object.keys(merge).length > 0 ? { ...override, merge } : override,
    issues: isEmpty
      ? [{ code: "override-empty", path: at, message }]
      : strayPaths(override.clusterOverrides, `${at}.clusterOverrides`),
  };
}

function strayPaths(operations: unknown, at: string): Issue[] {
  if (!Array.isArray(operations)) return [];
  return operations.filter(isPlainObject).flatMap(({ path }, index): Issue[] => {
    const read = typeof path === "string" ? readOverridePath(path) : undefined;
    if (read === undefined || "problem" in read) return [];
    const [field, ...below] = read.tokens;
    if (field === "values" || (field === "version" && below.length === 0)) return [];
    const message = `"${String(path)}" is nothing of a chart; allowed are "/version" and paths that begin with "/values"`;
    return [{ code: "override-forbidden-path", path: `${at}[${index}].path`, message }];
  });
}
