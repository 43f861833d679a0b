import type { KubeObject } from "../../core/model";
import { mapAt } from "../../core/plain/fields";
import { type OverrideRule, overrideRules } from "./karmadaPolicies";
import type { KarmadaWorld } from "./karmadaWorld";
import { identityOf } from "../../core/manifests/manifest";
import { askMembers, type Doubt, doubtOn } from "./doubt";
import { isTrue, skipsPropagation } from "./karmadaNamespaces";
import { sharesOf } from "./karmadaShares";
import { takenOverrides } from "./owners/refusedOverride";
import { sentTemplate } from "./sending/sentTemplate";
import { sentWork, wordsOf, worksOf } from "./sending/work";
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
  const taken = takenOverrides(template, world.overrides);
  const rules = overrideRules(template, taken.policies);
  const all = [
    ...doubts,
    ...taken.doubts,
    ...namespaceDoubts(template, world),
    ...unseenDoubts(template, world),
  ];
  const copies = world.clusters.map((cluster): KarmadaCopy => {
    const share = shares.get(cluster.name);
    const unknown = doubtOn(cluster.name, all);
    const about = { cluster: cluster.name, ...(unknown === undefined ? {} : { unknown }) };
    const written =
      share === undefined
        ? { reason: "not scheduled" }
        : writeKarmadaCopy({ template, share, cluster, rules, yaml: world.yaml });
    return asSent(template, { copy: { ...about, ...written }, world });
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

/** Where the input has Karmada's Works, they are what was sent, whatever was computed. */
function asSent(
  template: KubeObject,
  { copy, world }: { readonly copy: KarmadaCopy; readonly world: KarmadaWorld },
): KarmadaCopy {
  const { cluster } = copy;
  const sent = sentWork(template, { cluster, works: worksOf(world.others) });
  if (sent === undefined) return copy;
  switch (sent.sort) {
    case "applied":
      return { cluster, reason: "sent", object: wordsOf(sent.object, copy.object) };
    case "none":
      return { cluster, reason: "nothing was sent" };
    case "pending": {
      const reason = `its Work does not say that the member took it; ${askMembers}`;
      return { ...copy, unknown: copy.unknown ?? reason };
    }
  }
}

/** A namespace has no binding: without its Work, nothing says that a member took its labels. */
function unseenDoubts(template: KubeObject, { bindings }: KarmadaWorld): Doubt[] {
  if (template.kind !== "Namespace" || bindings.length === 0) return [];
  const metadata = mapAt(sentTemplate(template), "metadata");
  const own = { ...mapAt(metadata, "labels"), ...mapAt(metadata, "annotations") };
  const isPlain = Object.keys(own).length === 0;
  const reason =
    "a namespace that was there before keeps its own labels and annotations, and no binding tells; add the Works (works.work.karmada.io), or say with --expect what the clusters hold";
  return isPlain ? [] : [{ reason }];
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
