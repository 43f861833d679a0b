import { validateClusterOverrides } from "./clusterOverrides";
import { notPlain } from "../paths/editProblem";
import { type Issue, sortIssues } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { validateSelector } from "../kinds/labelSelector";
import { validateMerge } from "./mergeValidation";
import type { Override } from "../model";
import { unknownCluster } from "../placement/placement";

/** What `validateOverrides` looks at. */
export interface OverridesRequest {
  readonly overrides: readonly Override[] | null | undefined;
  /** The names of all member clusters, selected or not. @default names are not checked */
  readonly clusters?: readonly string[];
}

/**
 * All that can be known to be wrong with overrides before they meet an object, at once, with paths
 * such as `overrides[0].clusterOverrides[1].path`. Any error breaks the whole federated object, also
 * where it stands in an override for a cluster that is not selected, as in KubeFed.
 *
 * Issues: `override-ambiguous` (not exactly one of clusterName and clusterSelector),
 * `override-empty` (neither clusterOverrides nor merge), `override-duplicate-cluster`,
 * `override-duplicate-path`, `override-forbidden-path`, `override-op`, `override-path-syntax`,
 * `override-value-missing`, `selector-invalid`, `unknown-cluster`, `not-plain`, `merge-conflict`.
 * Source: KubeFed `pkg/controller/util/overrides.go`, which ignored unknown clusters in silence.
 *
 * @example
 * validateOverrides({ overrides: [{ clusterName: "eu", clusterOverrides: [{ path: "/kind", value: "Job" }] }] }).map(({ code, path }) => [code, path])
 * //=> [["override-forbidden-path", "overrides[0].clusterOverrides[0].path"]]
 */
export function validateOverrides({ overrides, clusters }: OverridesRequest): Issue[] {
  if (overrides === undefined || overrides === null) return [];
  if (!Array.isArray(overrides)) return [notPlain("overrides", "a list of overrides")];
  const named = new Map<string, number>();
  const issues = overrides.flatMap((override: unknown, index) => {
    const path = `overrides[${index}]`;
    if (!isPlainObject(override)) {
      return [
        notPlain(path, "a map with clusterName or clusterSelector, and clusterOverrides or merge"),
      ];
    }
    return [
      ...validateClusters(override, path),
      ...validateName({ name: override.clusterName, clusters, named, index }),
      ...validateContent(override, path),
    ];
  });
  return sortIssues(issues);
}

function validateClusters(override: Readonly<Record<string, unknown>>, path: string): Issue[] {
  const { clusterName, clusterSelector } = override;
  const isNamed = isGiven(clusterName) && clusterName !== "";
  const isSelected = isGiven(clusterSelector);
  if (isNamed === isSelected) {
    const came = isNamed
      ? "both clusterName and clusterSelector are"
      : "neither clusterName nor clusterSelector is";
    const message = `${came} given; an override needs one of them, clusterSelector {} for every cluster`;
    return [{ code: "override-ambiguous", path, message }];
  }
  return isSelected ? validateSelector(clusterSelector, `${path}.clusterSelector`) : [];
}

function validateName(request: {
  readonly name: unknown;
  readonly clusters: readonly string[] | undefined;
  readonly named: Map<string, number>;
  readonly index: number;
}): Issue[] {
  const { name, clusters, named, index } = request;
  const path = `overrides[${index}].clusterName`;
  if (!isGiven(name) || name === "") return [];
  if (typeof name !== "string") return [notPlain(path, "the name of a member cluster")];
  const issues: Issue[] = [];
  if (clusters !== undefined && !clusters.includes(name)) {
    issues.push(unknownCluster(name, clusters, path));
  }
  const first = named.get(name);
  if (first === undefined) named.set(name, index);
  else {
    const message = `"${name}" already has overrides[${first}]; put both into one`;
    issues.push({ code: "override-duplicate-cluster", path, message });
  }
  return issues;
}

function validateContent(override: Readonly<Record<string, unknown>>, path: string): Issue[] {
  const { clusterOverrides, merge } = override;
  if (!isGiven(clusterOverrides) && !isGiven(merge)) {
    const message =
      "neither clusterOverrides nor merge is given; an override needs one of them, or both";
    return [{ code: "override-empty", path, message }];
  }
  return [
    ...validateClusterOverrides(clusterOverrides, `${path}.clusterOverrides`),
    ...(isGiven(merge) ? validateMerge(merge, `${path}.merge`) : []),
  ];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
