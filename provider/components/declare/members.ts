import { compareText } from "../../core/plain/text";
import { FederatedNamespace } from "../objects/federatedNamespace";
import type { StagedUpdateStrategy } from "../stages/stagedUpdateStrategy";
import { allOf } from "./memberResource";
import { clustersIssue, fleetOf, type Members } from "./fleet";

/**
 * Reads where an object lives: in a FederatedNamespace, whose clusters and placement bound it, or on
 * the clusters given.
 */
export function membersOf(where: {
  readonly clusters?: unknown;
  readonly namespace?: unknown;
}): Members {
  const { clusters, namespace } = where;
  if (FederatedNamespace.isInstance(namespace)) {
    const namespaceObjects = allOf(namespace);
    const twice = "the clusters are those of the FederatedNamespace; leave clusters out";
    return {
      members: namespace.clusters,
      namespace: namespace.name,
      within: withinOf(namespace, Object.keys(namespaceObjects)),
      namespaceObjects,
      stagedUpdate: namespace.stagedUpdate,
      issues: clusters === undefined ? [] : [clustersIssue("clusters", twice)],
    };
  }
  const fleet = fleetOf(clusters);
  if (namespace === undefined) return fleet;
  if (typeof namespace === "string") return { ...fleet, namespace };
  const message = "must be a FederatedNamespace, or a plain string together with clusters";
  return { ...fleet, issues: [...fleet.issues, clustersIssue("namespace", message)] };
}

/** The clusters that a namespace is on; on those of other shards it has an object there. */
function withinOf({ plan, clusters }: FederatedNamespace, here: readonly string[]): string[] {
  const others = clusters.filter(({ elsewhere }) => elsewhere !== undefined);
  const names = new Set(others.map(({ name }) => name));
  const there = plan.clusters.filter(({ selected, cluster }) => selected && names.has(cluster));
  return [...here, ...there.map(({ cluster }) => cluster)].sort(compareText);
}

/** The strategy of an object: its own, or that of its namespace. */
export function stagedUpdateOf(args: {
  readonly namespace?: unknown;
  readonly stagedUpdate?: StagedUpdateStrategy | undefined;
}): StagedUpdateStrategy | undefined {
  const { namespace, stagedUpdate } = args;
  if (stagedUpdate !== undefined) return stagedUpdate;
  return FederatedNamespace.isInstance(namespace) ? namespace.stagedUpdate : undefined;
}
