/*
 * What KubeFed would have on its members, of 2018 and of its last release.
 */

import type { ReplicaScheduling } from "../../core/scheduling/replicaScheduling";
import { federatedType } from "../../core/kinds/federatedTypes";
import type {
  KubeObject,
  LabelSelector,
  MemberCluster,
  Override,
  Placement,
} from "../../core/model";
import { isPlainObject } from "../../core/plain/plainObject";
import { mapAt, textAt, without } from "../../core/plain/fields";
import { readDnsRecords } from "../program/dnsRecords";
import { fitDeclaration } from "../program/fit";
import { sourceOf } from "../../core/manifests/manifest";
import { toOperation } from "./kubefedCopy";
import { type KubefedObject, type KubefedWorld, readKubefed } from "./kubefedWorld";
import {
  ignoredNamespaces,
  kubefedCopies,
  type KubefedCopy,
  namesIn,
  preferenceOf,
  preferencesIn,
} from "./kubefedRules";
import type { YamlText } from "../karmada/sending/fieldOverrider";
import { sortDeclarations } from "../program/declarationOrder";
import {
  type Declaration,
  type Expectation,
  keyOf,
  type Migration,
  type MigrationNote,
} from "../migration";
import { notesOnOthers, notesOnTemplate } from "./kubefedNotes";

/** Objects of another system, as parsed from its YAML and taken out of lists. */
export interface ObjectsToConvert {
  readonly objects: readonly KubeObject[];
  /** Member clusters besides those that are among the objects. */
  readonly clusters: readonly MemberCluster[];
  /** What reads and writes YAML inside of fields. @default nothing does */
  readonly yaml?: YamlText;
}

/**
 * Objects of KubeFed, of 2018 or final, as declarations, with what KubeFed would have on every member
 * cluster and what a person must know.
 *
 * - Each declaration is in its user's words where those give the same; else it is written out (`fitDeclaration`).
 * - What KubeFed propagated nowhere because it could not is left out, with the reason.
 * - Clusters that only placements, overrides and preferences name count, without labels.
 */
export function convertKubefed({ objects, clusters }: ObjectsToConvert): Migration {
  const read = readKubefed(objects, clusters);
  const world = read.clusters.length > 0 ? read : { ...read, clusters: namedClusters(read) };
  const notes: MigrationNote[] = [];
  if (read.clusters.length === 0 && world.clusters.length > 0) {
    const names = world.clusters.map(({ name }) => name).join(", ");
    const message = `there is no KubeFedCluster; taken from the names in placements and overrides: ${names}, without labels`;
    notes.push({ source: "the member clusters", sort: "assumed", message });
  }
  // What an object may do depends on its namespace, so those come first.
  const ordered = [...world.objects].sort(
    (a, b) => Number(b.kind === "Namespace") - Number(a.kind === "Namespace"),
  );
  const declarations: Declaration[] = [];
  const expectations: Expectation[] = [];
  for (const federated of ordered) {
    const copies = kubefedCopies(federated, world);
    const expected = copies.map((copy) => toExpectation(federated, copy));
    const problem = whyLeftOut(federated, copies);
    if (problem !== undefined) {
      notes.push({ source: sourceOf(federated.federated), sort: "left out", message: problem });
      expectations.push(...expected.filter(({ unknown }) => unknown !== undefined));
      continue;
    }
    const fitted = fitDeclaration({
      declaration: toDeclaration(federated, world),
      expected,
      world: { clusters: world.clusters, declarations },
    });
    declarations.push(fitted.declaration);
    expectations.push(...expected);
    notes.push(...notesOnTemplate(federated, world), ...fitted.notes);
  }
  const { others } = world;
  const records = readDnsRecords({ others, declarations, clusters: world.clusters });
  return {
    system: "kubefed",
    clusters: world.clusters,
    declarations: sortDeclarations(declarations),
    ...(records.size === 0 ? {} : { records: [...records.values()] }),
    expectations,
    notes: [...notesOnOthers(world, records), ...notes],
    known: world.objects.map((each) => keyOf(toIdentity(each))),
  };
}

/** KubeFed wrote it nowhere, and not because its placement says so. */
function whyLeftOut(
  { kind, name }: KubefedObject,
  copies: readonly KubefedCopy[],
): string | undefined {
  if (kind === "Namespace" && ignoredNamespaces.includes(name)) {
    return "every cluster has this namespace, and KubeFed left it alone; what is in it keeps to its placement";
  }
  const failed = copies.filter(({ reason }) => /^[A-Z][A-Za-z]+: /.test(reason));
  if (failed.length === 0 || copies.some(({ object }) => object !== undefined)) return undefined;
  const reasons = [...new Set(failed.map(({ reason }) => reason))];
  return `KubeFed propagated it nowhere (${reasons.join("; ")})`;
}

function toIdentity({ apiVersion, kind, name, namespace, isClusterScoped }: KubefedObject): {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
} {
  return { apiVersion, kind, name, ...(isClusterScoped ? {} : { namespace }) };
}

function toExpectation(
  federated: KubefedObject,
  { cluster, object, reason }: KubefedCopy,
): Expectation {
  return {
    ...toIdentity(federated),
    cluster,
    reason,
    ...(object === undefined ? {} : { object }),
    ...(hasFailed(reason) ? { unknown: `${reason}; ${afterFailure}` } : {}),
  };
}

/** A failure never took anything away: what was written before it is there still. */
const afterFailure =
  "KubeFed left there what it had written before, if anything; mend it, or say with --expect what the cluster holds";

function hasFailed(reason: string): boolean {
  return /^(ApplyOverridesFailed|ComputePlacementFailed|NamespaceNotFederated): /.test(reason);
}

function toDeclaration(federated: KubefedObject, world: KubefedWorld): Declaration {
  const { kind, name, namespace, isClusterScoped, isOf2018 } = federated;
  const apiVersion = textAt(federated.template, "apiVersion") || federated.apiVersion;
  const { replicasPath } = federatedType(apiVersion, kind);
  const preference = preferenceOf(federated, world);
  const spec = mapAt(preference, "spec");
  const own = toPlacement(federated.placement, world);
  return {
    apiVersion,
    kind,
    name,
    scope: isClusterScoped ? "Cluster" : "Namespaced",
    ...(isClusterScoped ? {} : { namespace }),
    ...(replicasPath === undefined ? {} : { replicasPath }),
    template: templateOf(federated, isOf2018),
    placement: preference === undefined ? own : drivenPlacement(own, spec),
    overrides: toOverrides(federated, { world, isDriven: preference !== undefined }),
    ...(preference === undefined ? {} : { scheduling: toScheduling(spec) }),
    ...(federated.retainReplicas ? { retainReplicas: true } : {}),
    ...(isOrphaned(federated) ? { retainOnDelete: true } : {}),
  };
}

/** A preference places its target everywhere, or where the target's selector says. */
function drivenPlacement(own: Placement, spec: KubeObject): Placement {
  if (spec.intersectWithClusterSelector !== true) return { clusterSelector: {} };
  return own.clusterSelector === undefined ? own : { clusterSelector: own.clusterSelector };
}

function isOrphaned({ federated }: KubefedObject): boolean {
  return mapAt(federated, "metadata", "annotations")["kubefed.io/orphan"] === "true";
}

function templateOf({ template, kind }: KubefedObject, isOf2018: boolean): KubeObject {
  const { metadata, ...body } = without(template, "apiVersion", "kind", "status");
  const dropped = isOf2018
    ? ["name", "namespace", "uid", "resourceVersion", "creationTimestamp", "selfLink"]
    : ["name", "namespace", "generateName", "annotations", "finalizers"];
  const kept = without(mapAt(metadata), ...dropped);
  const rest = kind === "Namespace" ? without(body, "spec") : body;
  return Object.keys(kept).length === 0 ? rest : { metadata: kept, ...rest };
}

function toPlacement(placement: KubeObject | undefined, { clusters }: KubefedWorld): Placement {
  const names = namesIn(placement ?? {});
  // KubeFed passed over names that it did not know; notes say which.
  const known = names?.filter((name) => clusters.some((cluster) => cluster.name === name));
  const selector = placement?.clusterSelector;
  if (known !== undefined) return { clusterNames: [...new Set(known)] };
  return isSelector(selector) ? { clusterSelector: selector } : { clusterNames: [] };
}

function isSelector(value: unknown): value is LabelSelector {
  return isPlainObject(value);
}

function toOverrides(
  { overrides, isOf2018 }: KubefedObject,
  { world, isDriven }: { readonly world: KubefedWorld; readonly isDriven: boolean },
): Override[] {
  return overrides.flatMap(({ clusterName, operations }) => {
    if (!world.clusters.some(({ name }) => name === clusterName)) return [];
    const clusterOverrides = operations
      // A preference decides the replicas, and wrote them here for itself.
      .filter(({ path }) => !(isDriven && (path === "/spec/replicas" || path === "spec.replicas")))
      .map((operation) =>
        isOf2018
          ? { path: String(operation.path), value: operation.value }
          : toOperation(operation),
      );
    return clusterOverrides.length === 0 ? [] : [{ clusterName, clusterOverrides }];
  });
}

function toScheduling(spec: KubeObject): ReplicaScheduling {
  const preferences = preferencesIn(spec);
  return {
    totalReplicas: Number(spec.totalReplicas ?? 0),
    ...(spec.rebalance === true ? { rebalance: true } : {}),
    ...(preferences === undefined ? {} : { clusters: preferences }),
  };
}

/** Every cluster that an object names, for input without any KubeFedCluster. */
function namedClusters({ objects, preferences }: KubefedWorld): MemberCluster[] {
  const names = new Set([
    ...objects.flatMap(({ placement }) => namesIn(placement ?? {}) ?? []),
    ...objects.flatMap(({ overrides }) => overrides.map(({ clusterName }) => clusterName)),
    ...preferences
      .flatMap((preference) => Object.keys(mapAt(preference, "spec", "clusters")))
      .filter((name) => name !== "*"),
  ]);
  names.delete("");
  return [...names].sort().map((name) => ({ name }));
}
