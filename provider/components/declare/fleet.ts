import type * as pulumi from "@pulumi/pulumi";
import type { Issue } from "../../core/issue";
import type { StagedUpdateStrategy } from "../stages/stagedUpdateStrategy";
import { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { MemberResource } from "./memberResource";

/** The member clusters that an object may go to, and the namespace that bounds them. */
export interface Members {
  readonly members: readonly KubeFedCluster[];
  readonly namespace?: string;
  /** The clusters that the federated namespace is on; absent without one. */
  readonly within?: readonly string[];
  /** The namespace's own object per cluster. */
  readonly namespaceObjects: Readonly<Record<string, MemberResource<pulumi.Resource>>>;
  readonly issues: readonly Issue[];
  /** The strategy of the federated namespace, for all that is in it. */
  readonly stagedUpdate?: StagedUpdateStrategy | undefined;
}

/**
 * Reads a list of member clusters. Anything else is refused, never taken as "no clusters", because a
 * preview would then announce the deletion of what is live.
 */
export function fleetOf(clusters: unknown): Members {
  if (!Array.isArray(clusters)) {
    const message =
      "a list of KubeFedCluster is needed, known at preview, or a FederatedNamespace as namespace";
    return { members: [], namespaceObjects: {}, issues: [clustersIssue("clusters", message)] };
  }
  const members = clusters.filter((each) => KubeFedCluster.isInstance(each));
  return {
    members,
    namespaceObjects: {},
    issues: [...notClusters(clusters), ...sameNames(members)],
  };
}

/** The issue for a place of an object that cannot be read. */
export function clustersIssue(path: string, message: string): Issue {
  return { code: "clusters-missing", path, message };
}

function notClusters(clusters: readonly unknown[]): Issue[] {
  return clusters.flatMap((each, index) =>
    KubeFedCluster.isInstance(each)
      ? []
      : [
          clustersIssue(
            `clusters[${index}]`,
            "must be a KubeFedCluster itself, not an Output or a description of one",
          ),
        ],
  );
}

function sameNames(members: readonly KubeFedCluster[]): Issue[] {
  return members.flatMap(({ name }, index) =>
    members.findIndex((other) => other.name === name) === index
      ? []
      : [
          clustersIssue(
            `clusters[${index}]`,
            `"${name}" is there twice; every member cluster has a name of its own`,
          ),
        ],
  );
}
