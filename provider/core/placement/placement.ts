/*
 * Which member clusters: names, selectors, the bound of a namespace, with a reason for each.
 */

import { type Issue, sortIssues } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { compareText, count } from "../plain/text";
import {
  everything,
  formatSelector,
  matchesSelector,
  validateSelector,
} from "../kinds/labelSelector";
import type { MemberCluster, Placement } from "../model";

/** A member cluster that gets the object, or does not, and why. */
export interface Selection {
  readonly cluster: string;
  readonly reason: string;
}

/** Which member clusters were chosen; both lists sorted by name. */
export interface ClusterSelection {
  readonly selected: readonly string[];
  /** Why each selected cluster was chosen, in the order of `selected`. */
  readonly chosen: readonly Selection[];
  readonly rejected: readonly Selection[];
  readonly issues: readonly Issue[];
}

/** What `selectClusters` chooses from. */
export interface SelectionRequest {
  readonly clusters: readonly MemberCluster[];
  readonly placement?: Placement | null;
  /** The clusters of the federated namespace around the object; absent: no bound. */
  readonly within?: readonly string[];
  /** How a cluster outside `within` is described. @default "outside the namespace" */
  readonly outside?: string;
  /** Where the placement stands in a message. @default "placement" */
  readonly path?: string;
}

/**
 * The member clusters that a placement chooses, each with its reason.
 *
 * - `clusterNames`, even `[]`, beats `clusterSelector`; both given is a warning.
 * - No placement selects nothing; `clusterSelector: {}` selects everything.
 * - `within` bounds the result; health never matters.
 * - A cluster that is being retired is never selected, not even by its name.
 * - Issues: `unknown-cluster`, `selector-invalid`, `names-and-selector` (warning),
 *   `empty-selection` (warning, with a histogram of the reasons).
 *
 * Source: KubeFed `pkg/controller/util/placement.go`, which drops unknown names silently.
 *
 * @example
 * selectClusters({ clusters: [{ name: "eu", labels: { tier: "prod" } }, { name: "us" }], placement: { clusterSelector: { matchLabels: { tier: "prod" } } } }).selected
 * //=> ["eu"]
 */
export function selectClusters(request: SelectionRequest): ClusterSelection {
  const path = request.path ?? "placement";
  const known = [...request.clusters].sort((a, b) => compareText(a.name, b.name));
  const issues = validatePlacement(request.placement, known, path);
  const chosen: Selection[] = [];
  const rejected: Selection[] = [];
  const wanted = wantedBy(request.placement ?? {}, issues.length > 0);
  const within = request.within === undefined ? undefined : new Set(request.within);
  const outside = request.outside ?? "outside the namespace";
  for (const cluster of known) {
    const decision = judge(cluster, { wanted, within, outside });
    (decision.selected ? chosen : rejected).push({
      cluster: cluster.name,
      reason: decision.reason,
    });
  }
  if (chosen.length === 0) issues.push(emptySelection(known.length, rejected, path));
  return {
    selected: chosen.map(({ cluster }) => cluster),
    chosen,
    rejected,
    issues: sortIssues(issues),
  };
}

interface Decision {
  readonly selected: boolean;
  readonly reason: string;
}

interface Bounds {
  readonly wanted: (cluster: MemberCluster) => Decision;
  readonly within: ReadonlySet<string> | undefined;
  readonly outside: string;
}

function judge(cluster: MemberCluster, { wanted, within, outside }: Bounds): Decision {
  if (cluster.retire === true) return { selected: false, reason: "retired" };
  const decision = wanted(cluster);
  if (!decision.selected || within === undefined || within.has(cluster.name)) return decision;
  return { selected: false, reason: outside };
}

/** What a placement says of a cluster. All that is the same for every cluster is found once. */
function wantedBy(placement: Placement, broken: boolean): Bounds["wanted"] {
  const { clusterNames, clusterSelector } = placement;
  if (Array.isArray(clusterNames)) {
    const names = new Set<unknown>(clusterNames);
    return ({ name }) =>
      names.has(name) ? { selected: true, reason: "named" } : refused("not named");
  }
  if (clusterSelector === undefined || clusterSelector === null) {
    return () => refused("no placement given");
  }
  if (broken) return () => refused("the selector is not valid");
  const selector = formatSelector(clusterSelector);
  const all = selector === everything;
  const matched = all ? "every cluster is selected" : `matched by ${selector}`;
  return ({ labels }) =>
    matchesSelector(clusterSelector, labels)
      ? { selected: true, reason: matched }
      : refused(`not matched by ${selector}`);
}

function refused(reason: string): Decision {
  return { selected: false, reason };
}

function validatePlacement(
  placement: Placement | null | undefined,
  known: readonly MemberCluster[],
  path: string,
): Issue[] {
  if (placement === undefined || placement === null) return [];
  if (!isPlainObject(placement)) {
    return [
      { code: "placement-missing", path, message: "a placement must be a map, known at preview" },
    ];
  }
  const { clusterNames, clusterSelector } = placement;
  const issues: Issue[] = [];
  if (clusterNames !== undefined && clusterNames !== null) {
    issues.push(...validateNames(clusterNames, known, `${path}.clusterNames`));
    if (clusterSelector !== undefined && clusterSelector !== null) {
      issues.push({
        code: "names-and-selector",
        severity: "warning",
        path,
        message:
          "both clusterNames and clusterSelector are given; clusterNames decides, the selector is ignored",
      });
    }
  } else if (clusterSelector !== undefined && clusterSelector !== null) {
    issues.push(...validateSelector(clusterSelector, `${path}.clusterSelector`));
  }
  return issues;
}

function validateNames(names: unknown, known: readonly MemberCluster[], path: string): Issue[] {
  if (!Array.isArray(names)) {
    return [
      {
        code: "placement-missing",
        path,
        message: "must be a list of cluster names, known at preview",
      },
    ];
  }
  const knownNames = new Set<unknown>(known.map(({ name }) => name));
  return names.flatMap((name: unknown, index) =>
    knownNames.has(name)
      ? []
      : [
          unknownCluster(
            name,
            known.map((cluster) => cluster.name),
            `${path}[${index}]`,
          ),
        ],
  );
}

/** The issue for a name that no member cluster has, listing the names there are. */
export function unknownCluster(name: unknown, known: readonly string[], path: string): Issue {
  const came =
    typeof name === "string" ? `called "${name}"` : "known by a value that is not a plain string";
  const names = [...known].sort(compareText).map((each) => `"${each}"`);
  return {
    code: "unknown-cluster",
    path,
    message: `no member cluster is ${came}; known: ${names.length === 0 ? "none" : names.join(", ")}`,
  };
}

function emptySelection(total: number, rejected: readonly Selection[], path: string): Issue {
  const reasons = histogram(rejected.map(({ reason }) => reason));
  const why = reasons === "" ? "" : `: ${reasons}`;
  return {
    code: "empty-selection",
    severity: "warning",
    path,
    message: `0 of ${count(total, "member cluster")} selected${why}`,
  };
}

/**
 * Counts equal reasons, most frequent first, then by text.
 *
 * @example
 * histogram(["not named", "outside the namespace", "not named"])
 * //=> "2 not named, 1 outside the namespace"
 */
export function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || compareText(a, b))
    .map(([reason, n]) => `${n} ${reason}`)
    .join(", ");
}
