import { currentRun } from "../../engine/run";
import { objectTitle } from "../../core/kinds/objectTitle";
import type { Issue } from "../../core/issue";
import { groupOf } from "../../core/manifests/manifest";
import type { PropagationPlan } from "../../core/objects/propagationPlan";

/**
 * Which objects of a plan another federated component of this program declares already: each would
 * undo the other's changes at every update, and the end of the one would delete the other's object.
 */
export function claimObjects(claim: {
  readonly subject: string;
  readonly plan: PropagationPlan;
  readonly members: readonly { readonly name: string }[];
}): Issue[] {
  const { subject, plan, members } = claim;
  const key = [groupOf(plan.apiVersion), plan.kind, plan.namespace ?? "", plan.name].join("/");
  const { claims } = currentRun();
  const clustersOf = new Map<string, string[]>();
  for (const { cluster, object } of plan.clusters) {
    const member = members.find(({ name }) => name === cluster);
    if (object === undefined || member === undefined) continue;
    const claimed = `${cluster}/${key}`;
    const other = claims.get(claimed);
    if (other === undefined) claims.set(claimed, subject);
    else clustersOf.set(other, [...(clustersOf.get(other) ?? []), JSON.stringify(cluster)]);
  }
  return [...clustersOf].map(([other, clusters]) => ({
    code: "object-declared-twice",
    path: "template.metadata.name",
    message: `${objectTitle(plan)} on ${clusters.join(", ")} is declared by ${other} already; an object belongs to one component`,
  }));
}
