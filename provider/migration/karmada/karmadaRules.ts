import type { KubeObject } from "../../core/model";
import { identityOf } from "../../core/manifests/manifest";
import { mapAt } from "../../core/plain/fields";
import { type Doubt, doubtOn } from "./doubt";
import { type OverrideRule, overrideRules } from "./karmadaPolicies";
import { isTrue, skipsPropagation } from "./karmadaNamespaces";
import { sharesOf } from "./karmadaShares";
import type { KarmadaWorld } from "./karmadaWorld";
import { sentTemplate } from "./sending/sentTemplate";
import { writeKarmadaCopy } from "./sending/writeCopy";

/** What Karmada would have on one member cluster, and why; what it adds for itself is left out. */
export interface KarmadaCopy {
  readonly cluster: string;
  readonly object?: KubeObject;
  readonly reason: string;
  /** Why nobody can tell from the input; `object` is only the likeliest then. */
  readonly unknown?: string;
}

/** One resource template and what becomes of it. */
export interface KarmadaPropagation {
  readonly template: KubeObject;
  /** The object that every copy begins with. */
  readonly stripped: KubeObject;
  /** What decides where it goes; absent for a namespace, and for what only a workload pulls along. */
  readonly policy?: KubeObject;
  readonly rules: readonly OverrideRule[];
  readonly copies: readonly KarmadaCopy[];
  /** Whether each member keeps the replicas that it has. */
  readonly retainsReplicas: boolean;
}

/**
 * What Karmada would have on every member cluster for one resource template, by its own rules: who owns
 * it, where it goes, division, then overriders. A binding among the objects is what really was, so it
 * counts before any computation. What the input does not tell is unknown, with the likeliest copy.
 */
export function propagateByKarmada(template: KubeObject, world: KarmadaWorld): KarmadaPropagation {
  const { policy, shares, doubts } = sharesOf(template, world);
  const rules = overrideRules(template, world.overrides);
  const all = [...doubts, ...namespaceDoubts(template, world)];
  const copies = world.clusters.map((cluster): KarmadaCopy => {
    const share = shares.get(cluster.name);
    const unknown = doubtOn(cluster.name, all);
    const about = { cluster: cluster.name, ...(unknown === undefined ? {} : { unknown }) };
    if (share === undefined) return { ...about, reason: "not scheduled" };
    return { ...about, ...writeKarmadaCopy({ template, share, cluster, rules, yaml: world.yaml }) };
  });
  const retain = mapAt(template, "metadata", "labels")[
    "resourcetemplate.karmada.io/retain-replicas"
  ];
  return {
    template,
    stripped: sentTemplate(template),
    ...(policy === undefined ? {} : { policy }),
    rules,
    copies,
    retainsReplicas: isTrue(retain) && template.kind === "Deployment",
  };
}

/** An object can only be where its namespace is, and one that is skipped is nowhere by itself. */
function namespaceDoubts(template: KubeObject, { templates }: KarmadaWorld): Doubt[] {
  const { namespace } = identityOf(template);
  const around = templates.find(
    (each) => each.kind === "Namespace" && identityOf(each).name === namespace,
  );
  if (around === undefined || !skipsPropagation(around)) return [];
  const reason = `its namespace ${namespace} is not propagated, so it is only where somebody else made it; make the namespace there, or say with --expect what the clusters hold`;
  return [{ reason }];
}
