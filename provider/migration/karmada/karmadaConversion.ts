import { isPlainObject } from "../../core/plain/plainObject";
import type {
  ClusterOverride,
  KubeObject,
  LabelSelector,
  Override,
  Placement,
} from "../../core/model";
import { matchesSelector } from "../../core/kinds/labelSelector";
import { declaredObject } from "../program/declaredObject";
import { sortDeclarations } from "../program/declarationOrder";
import { listAt, mapAt, mapsAt, textsAt, without } from "../../core/plain/fields";
import { fitDeclaration } from "../program/fit";
import { divisionOf } from "./karmadaDivision";
import { notesOnKarmada, notesOnPropagation } from "./karmadaNotes";
import { isReservedNamespace, type KarmadaPropagation, propagateByKarmada } from "./karmadaRules";
import { isOfKarmada, type KarmadaWorld, readKarmada } from "./karmadaWorld";
import type { ObjectsToConvert } from "../kubefed/kubefedConversion";
import { definedTypes, identityOf, sourceOf, typeOfManifest } from "../../core/manifests/manifest";
import type { Declaration, Expectation, Migration, MigrationNote } from "../migration";
import { patchBetween } from "../proof/patchBetween";

/**
 * Resource templates and policies of Karmada as declarations, with what Karmada would have on every
 * member cluster and what a person must know. Affinities become placements, overriders the JSON patches
 * that they stand for, weights a replica preference.
 */
export function convertKarmada({ objects, clusters }: ObjectsToConvert): Migration {
  const defined = definedTypes(objects);
  const read = readKarmada(
    objects.map((object) => inNamespace(object, defined)),
    clusters,
  );
  const named = namedClusters(read);
  const world = read.clusters.length > 0 ? read : { ...read, clusters: named };
  const complete = { ...world, templates: [...missingNamespaces(world), ...world.templates] };
  const notes: MigrationNote[] = [...notesOnKarmada(world)];
  if (read.clusters.length === 0 && named.length > 0) {
    const message = `there is no Cluster; taken from the names in policies: ${named.map(({ name }) => name).join(", ")}, without labels`;
    notes.push({ source: "the member clusters", sort: "assumed", message });
  }
  const ordered = [...complete.templates].sort(
    (a, b) => Number(b.kind === "Namespace") - Number(a.kind === "Namespace"),
  );
  const declarations: Declaration[] = [];
  const expectations: Expectation[] = [];
  for (const template of ordered) {
    const propagation = propagateByKarmada(template, complete);
    if (propagation === undefined) {
      const message = "no policy propagates it, so it stayed in Karmada's control plane";
      notes.push({ source: sourceOf(template), sort: "left out", message });
      continue;
    }
    const declaration = toDeclaration(propagation, complete);
    const expected = toExpectations(propagation, declaration);
    const around = { clusters: complete.clusters, declarations };
    const fitted = fitDeclaration({ declaration, expected, world: around });
    declarations.push(fitted.declaration);
    expectations.push(...expected);
    notes.push(...notesOnPropagation(propagation), ...fitted.notes);
  }
  return {
    system: "karmada",
    clusters: complete.clusters.map(({ provider, taints, ...cluster }) => cluster),
    declarations: sortDeclarations(declarations),
    expectations,
    notes,
  };
}

function toDeclaration(propagation: KarmadaPropagation, world: KarmadaWorld): Declaration {
  const { template, stripped, policy } = propagation;
  const identity = identityOf(template);
  const type = typeOfManifest(identity, definedTypes(world.templates));
  const body = without(stripped, "apiVersion", "kind", "metadata");
  const metadata = without(mapAt(stripped, "metadata"), "name", "namespace");
  const declaration = {
    apiVersion: identity.apiVersion,
    kind: identity.kind,
    name: identity.name,
    scope: type.scope,
    ...(type.scope === "Cluster" ? {} : { namespace: identity.namespace }),
    ...(type.replicasPath === undefined ? {} : { replicasPath: type.replicasPath }),
    template: Object.keys(metadata).length === 0 ? body : { metadata, ...body },
    placement: toPlacement(mapAt(policy, "spec", "placement")),
    ...schedulingOf(propagation, world),
    ...(mapAt(policy, "spec").preserveResourcesOnDeletion === true ? { retainOnDelete: true } : {}),
  };
  return { ...declaration, overrides: toOverrides(declaration, propagation, world) };
}

function toPlacement(placement: KubeObject): Placement {
  const affinity = mapAt(placement, "clusterAffinity");
  const names = textsAt(affinity, "clusterNames");
  const isOnlyNames = names.length > 0 && Object.keys(affinity).length === 1;
  if (isOnlyNames) return { clusterNames: names };
  const selector = affinity.labelSelector;
  return isSelector(selector) ? { clusterSelector: selector } : { clusterSelector: {} };
}

function isSelector(value: unknown): value is LabelSelector {
  return isPlainObject(value);
}

/** Weights as a preference, for kinds that one can drive. */
function schedulingOf(
  { policy, stripped, copies }: KarmadaPropagation,
  world: KarmadaWorld,
): Pick<Declaration, "scheduling"> {
  const { kind } = identityOf(stripped);
  if (!["Deployment", "ReplicaSet", "StatefulSet"].includes(kind)) return {};
  const there = world.clusters.filter(({ name }) =>
    copies.some(({ cluster, object }) => cluster === name && object !== undefined),
  );
  const division = divisionOf(mapAt(policy, "spec", "placement"), there);
  if (division.sort === "duplicated") return {};
  const { replicas } = mapAt(stripped, "spec");
  const totalReplicas = typeof replicas === "number" ? replicas : 1;
  if (division.sort === "unknown") return { scheduling: { totalReplicas } };
  const weights = Object.entries(division.weights);
  const isEven = new Set(weights.map(([, weight]) => weight)).size === 1;
  if (isEven && weights.length === there.length) return { scheduling: { totalReplicas } };
  const clusters = Object.fromEntries(weights.map(([name, weight]) => [name, { weight }]));
  return { scheduling: { totalReplicas, clusters } };
}

/**
 * What the overriders did on each cluster, as JSON patches. A patch that all clusters of a label selector
 * share, and no other has, keeps the selector.
 */
function toOverrides(
  declaration: Omit<Declaration, "overrides">,
  { copies, rules }: KarmadaPropagation,
  { clusters }: KarmadaWorld,
): Override[] {
  const before = declaredObject(declaration);
  const patches = new Map(
    copies.flatMap(({ cluster, object }): [string, ClusterOverride[]][] => {
      if (object === undefined) return [];
      const patch = patchBetween(before, object);
      const kept = patch.filter(
        (operation) =>
          !isEmptyMetadata(operation) &&
          (declaration.scheduling === undefined || operation.path !== declaration.replicasPath),
      );
      return kept.length === 0 ? [] : [[cluster, kept]];
    }),
  );
  const selectors = rules.flatMap(({ target }) => selectorOf(target));
  const there = clusters.filter(({ name }) =>
    copies.some(({ cluster, object }) => cluster === name && object !== undefined),
  );
  const selector = selectors.find((each) =>
    there.every(({ name, labels }) => matchesSelector(each, labels) === patches.has(name)),
  );
  const all = [...patches.values()];
  const isShared = all.length > 1 && new Set(all.map((patch) => JSON.stringify(patch))).size === 1;
  if (selector !== undefined && isShared) {
    return [{ clusterSelector: selector, clusterOverrides: all[0] ?? [] }];
  }
  return [...patches].map(([clusterName, clusterOverrides]) => ({ clusterName, clusterOverrides }));
}

/** What an overrider added and took away again. */
function isEmptyMetadata({ op, path, value }: ClusterOverride): boolean {
  const isEmpty = isPlainObject(value) && Object.keys(value).length === 0;
  return op === "add" && isEmpty && /^\/metadata\/(labels|annotations)$/.test(path);
}

/** The selector of a target that has nothing else; a rule without a target is for every cluster. */
function selectorOf(target: KubeObject | undefined): LabelSelector[] {
  if (target === undefined) return [{}];
  const { labelSelector } = target;
  return isSelector(labelSelector) && Object.keys(target).length === 1 ? [labelSelector] : [];
}

/** What says no namespace is in `default`. */
function inNamespace(object: KubeObject, defined: ReturnType<typeof definedTypes>): KubeObject {
  const identity = identityOf(object);
  const isPlaced = identity.namespace !== "" || isOfKarmada(object);
  if (isPlaced || typeOfManifest(identity, defined).scope === "Cluster") return object;
  return { ...object, metadata: { ...mapAt(object, "metadata"), namespace: "default" } };
}

function toExpectations(
  { copies }: KarmadaPropagation,
  { apiVersion, kind, name, namespace }: Declaration,
): Expectation[] {
  return copies.map(({ cluster, object, reason }) => ({
    apiVersion,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    cluster,
    reason,
    ...(object === undefined ? {} : { object }),
  }));
}

/** Karmada puts every namespace of its control plane on every cluster, so the program must too. */
function missingNamespaces({ templates }: KarmadaWorld): KubeObject[] {
  const there = templates
    .filter(({ kind }) => kind === "Namespace")
    .map((template) => identityOf(template).name);
  const used = new Set(templates.map((template) => identityOf(template).namespace));
  return [...used]
    .filter((name) => name !== "" && !isReservedNamespace(name) && !there.includes(name))
    .sort()
    .map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
}

/** Every cluster that a policy names, for input without any Cluster. */
function namedClusters(world: KarmadaWorld): KarmadaWorld["clusters"] {
  const names = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    if (!isPlainObject(value)) return;
    for (const name of [...listAt(value, "clusterNames"), ...listAt(value, "exclude")]) {
      if (typeof name === "string") names.add(name);
    }
    Object.values(value).forEach(collect);
  };
  [...world.propagation, ...world.overrides].forEach(collect);
  for (const binding of world.bindings) {
    for (const { name } of mapsAt(mapAt(binding, "spec"), "clusters")) names.add(String(name));
  }
  return [...names].sort().map((name) => ({ name, labels: {}, provider: "", taints: [] }));
}
