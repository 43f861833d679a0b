import { objectTitle } from "../../core/kinds/objectTitle";
import type { Issue } from "../../core/issue";
import { groupOf } from "../../core/manifests/manifest";
import type { PropagationPlan } from "../../core/objects/propagationPlan";

/** The objects that this program declares on each member cluster, each with who declares it. */
const declaredObjects = new WeakMap<object, Map<string, string>>();

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
  const clustersOf = new Map<string, string[]>();
  for (const { cluster, object } of plan.clusters) {
    const member = members.find(({ name }) => name === cluster);
    if (object === undefined || member === undefined) continue;
    const declared = declaredObjects.get(member) ?? new Map<string, string>();
    declaredObjects.set(member, declared);
    const other = declared.get(key);
    if (other === undefined) declared.set(key, subject);
    else clustersOf.set(other, [...(clustersOf.get(other) ?? []), JSON.stringify(cluster)]);
  }
  return [...clustersOf].map(([other, clusters]) => ({
    code: "object-declared-twice",
    path: "template.metadata.name",
    message: `${objectTitle(plan)} on ${clusters.join(", ")} is declared by ${other} already; an object belongs to one component`,
  }));
}

/** Whether this program declares the definition of any kind of a group on a cluster. */
export function bringsDefinitions(member: { readonly name: string }, group: string): boolean {
  const declared = declaredObjects.get(member) ?? new Map<string, string>();
  const start = "apiextensions.k8s.io/CustomResourceDefinition//";
  return [...declared.keys()].some((key) => key.startsWith(start) && key.endsWith(`.${group}`));
}
