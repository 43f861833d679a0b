import type { Issue } from "../../core/issue";
import { compareText } from "../../core/plain/text";
import type { FederatedObject } from "../objects/federatedObject";

/**
 * What is wrong where something is made of the live addresses of a federated object: a shard does not know those on the
 * clusters of other shards, so that it would publish a part as if it were all, and every shard would write the same.
 */
export function ownClustersOnly(
  { plan, clusters }: Pick<FederatedObject, "clusters" | "plan">,
  of: {
    readonly path: string;
    /** What has to be done where it is on clusters of several shards. */
    readonly instead: string;
  },
): Issue[] {
  const selected = new Set(plan.clusters.flatMap((each) => (each.selected ? each.cluster : [])));
  const others = clusters
    .flatMap(({ name, elsewhere }) => (elsewhere === undefined ? [] : [{ name, elsewhere }]))
    .filter(({ name }) => selected.has(name))
    .sort((a, b) => compareText(a.name, b.name));
  const [first] = others;
  if (first === undefined) return [];
  const more = others.length > 1 ? ` and ${others.length - 1} more` : "";
  const message = `${plan.kind} ${plan.name} is on clusters of other shards too: "${first.name}" (shard "${first.elsewhere}")${more}; this stack does not know its addresses there, and each shard would write the same; ${of.instead}, or place it on clusters of one shard and declare this in that shard alone`;
  return [{ code: "plan-unsupported", path: of.path, message }];
}

/** How records of a whole fleet are written by one. */
export const recordsInstead =
  "let each shard export its addresses from the status, and write them by a DomainRecord in a stack of its own";
