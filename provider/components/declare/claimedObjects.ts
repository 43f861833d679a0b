import type { Issue } from "../../core/issue";
import { objectTitle } from "../../core/kinds/objectTitle";
import { groupOf } from "../../core/manifests/manifest";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { currentRun } from "../../engine/run";

/** An object, whatever its version. */
export interface ClaimedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/**
 * Which objects of a plan another federated component of this program declares already: each would
 * undo the other's changes at every update, and the end of the one would delete the other's object. With
 * a field, the same for that field of objects that others make.
 */
export function claimObjects(claim: {
  readonly subject: string;
  readonly plan: PropagationPlan;
  /** @default the whole object */
  readonly field?: string | undefined;
}): Issue[] {
  const { subject, plan, field } = claim;
  const clustersOf = new Map<string, string[]>();
  for (const { cluster, selected } of plan.clusters) {
    if (!selected) continue;
    const other = claimOn({ subject, cluster, object: plan, field });
    if (other !== undefined)
      clustersOf.set(other, [...(clustersOf.get(other) ?? []), JSON.stringify(cluster)]);
  }
  return [...clustersOf].map(([other, clusters]) => {
    const title = objectTitle(plan);
    const on = clusters.join(", ");
    return {
      code: "object-declared-twice",
      path: field === undefined ? "template.metadata.name" : "target",
      message:
        field === undefined
          ? `${title} on ${on} is declared by ${other} already; an object belongs to one component`
          : `${field} of ${title} on ${on} is divided by ${other} already; each would undo the other at every update`,
    };
  });
}

/** Who declares an object of a cluster already; where nobody does, it is the claimant's from now on. */
export function claimOn(claim: {
  readonly subject: string;
  readonly cluster: string;
  readonly object: ClaimedObject;
  readonly field?: string | undefined;
}): string | undefined {
  const { subject, cluster, object, field = "" } = claim;
  const { claims } = currentRun();
  const key = claimKey(cluster, object, field);
  const other = claims.get(key);
  if (other === undefined) claims.set(key, subject);
  return other;
}

/** Whether a component of this program declares an object of a cluster, also where it names no namespace. */
export function isClaimed(cluster: string, object: ClaimedObject): boolean {
  const { claims } = currentRun();
  const { namespace, ...bare } = object;
  return [object, bare].some((each) => claims.has(claimKey(cluster, each, "")));
}

function claimKey(cluster: string, object: ClaimedObject, field: string): string {
  const { apiVersion, kind, namespace = "", name } = object;
  return [cluster, groupOf(apiVersion), kind, namespace, name, field].join("/");
}

/** Whether this program declares the definition of any kind of a group on a cluster. */
export function bringsDefinitions(member: { readonly name: string }, group: string): boolean {
  const start = `${member.name}/apiextensions.k8s.io/CustomResourceDefinition//`;
  return [...currentRun().claims.keys()].some(
    (key) => key.startsWith(start) && key.endsWith(`.${group}/`),
  );
}
