/*
 * What Karmada's controllers send to a member: the template with its API server's defaults, overridden, transferred,
 * written over what is there.
 */

import type { KubeObject } from "../../../core/model";
import { groupOf, identityOf } from "../../../core/manifests/manifest";
import { mapAt, mapsAt, textAt } from "../../../core/plain/fields";
import { isDeepEqual } from "../../objects/deepEqual";
import { withApiDefaults } from "../../objects/apiDefaults";
import { sentTemplate } from "./sentTemplate";

/** What Karmada sent to one cluster, as a Work says it. */
export type SentWork =
  /** The member took it. */
  | { readonly sort: "applied"; readonly object: KubeObject }
  /** It was sent, but the member did not take it, or not yet. */
  | { readonly sort: "pending" }
  /** Nothing was sent. */
  | { readonly sort: "none" };

/**
 * What Karmada's Works say that was sent of an object to a cluster; undefined where the input has no Work for
 * that cluster at all, so that nothing is known.
 */
export function sentWork(
  template: KubeObject,
  { cluster, works }: { readonly cluster: string; readonly works: readonly KubeObject[] },
): SentWork | undefined {
  const own = works.filter((work) => identityOf(work).namespace === `karmada-es-${cluster}`);
  if (own.length === 0) return undefined;
  for (const work of own) {
    const manifest = manifestsOf(work).find((each) => isSame(each, template));
    if (manifest === undefined) continue;
    const conditions = mapsAt(mapAt(work, "status"), "conditions");
    const isApplied = conditions.some(
      ({ type, status }) => type === "Applied" && status === "True",
    );
    const isHeld = mapAt(work, "spec").suspendDispatching === true;
    return isApplied && !isHeld ? { sort: "applied", object: manifest } : { sort: "pending" };
  }
  return { sort: "none" };
}

function manifestsOf(work: KubeObject): readonly KubeObject[] {
  return mapsAt(mapAt(work, "spec", "workload"), "manifests");
}

function isSame(manifest: KubeObject, template: KubeObject): boolean {
  const [one, other] = [identityOf(manifest), identityOf(template)];
  return (
    groupOf(one.apiVersion) === groupOf(other.apiVersion) &&
    one.kind === other.kind &&
    one.name === other.name &&
    one.namespace === other.namespace
  );
}

/** What was sent in the words of what was computed, where they are the same; else as it was sent. */
export function wordsOf(sent: KubeObject, computed: KubeObject | undefined): KubeObject {
  const plain = sentTemplate(sent);
  if (computed === undefined) return plain;
  const isEqual = isDeepEqual(filled(plain), filled(computed));
  return isEqual ? computed : plain;
}

function filled(object: KubeObject): KubeObject {
  const labels = mapAt(object, "metadata", "labels");
  const own = Object.entries(labels).filter(([key]) => key !== "kubernetes.io/metadata.name");
  const { labels: _all, ...metadata } = mapAt(object, "metadata");
  const named = own.length === 0 ? metadata : { ...metadata, labels: Object.fromEntries(own) };
  const bare = { ...object, metadata: named };
  return withApiDefaults(bare) ?? bare;
}

/** The Works among the objects of Karmada. */
export function worksOf(others: readonly KubeObject[]): readonly KubeObject[] {
  return others.filter(
    (object) =>
      object.kind === "Work" && textAt(object, "apiVersion").startsWith("work.karmada.io/"),
  );
}
