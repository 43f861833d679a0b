import { isPlainObject } from "../../core/issue";
import type {
  ClusterOverride,
  KubeObject,
  LabelSelector,
  MemberCluster,
  Override,
  Placement,
} from "../../core/model";
import { matchesSelector } from "../../core/kinds/labelSelector";
import { declaredObject } from "../program/declaredObject";
import { sortDeclarations } from "../program/declarationOrder";
import { listAt, mapAt, mapsAt, textAt, textsAt, without } from "../../core/plain/fields";
import { fitDeclaration } from "../program/fit";
import { notesOnKarmada, notesOnPropagation } from "./karmadaNotes";
import { isIgnoredNamespace } from "./karmadaNamespaces";
import { type KarmadaPropagation, propagateByKarmada } from "./karmadaRules";
import { isOfKarmada, type KarmadaCluster, type KarmadaWorld, readKarmada } from "./karmadaWorld";
import { waitingFor } from "./ownership/idlePolicy";
import { divisionSort } from "./placement/divisionSort";
import { weightsOf } from "./replicas/divide";
import { worksOf } from "./sending/work";
import type { ObjectsToConvert } from "../kubefed/kubefedConversion";
import { definedTypes, identityOf, sourceOf, typeOfManifest } from "../../core/manifests/manifest";
import {
  type Declaration,
  type Expectation,
  keyOf,
  type Migration,
  type MigrationNote,
} from "../migration";
import { patchBetween } from "../proof/patchBetween";

/**
 * Resource templates and policies of Karmada as declarations, with what Karmada would have on every
 * member cluster and what a person must know. Affinities become placements, overriders the JSON patches
 * that they stand for, weights a replica preference.
 *
 * What is on no member cluster, as far as anybody can tell, becomes no declaration.
 */
export function convertKarmada({ objects, clusters, yaml }: ObjectsToConvert): Migration {
  const defined = definedTypes(objects);
  const read = readKarmada(
    objects.map((object) => inNamespace(object, defined)),
    clusters,
  );
  const named = namedClusters(read);
  const world = {
    ...read,
    clusters: read.clusters.length > 0 ? read.clusters : named,
    templates: [...missingNamespaces(read), ...read.templates],
    ...(yaml === undefined ? {} : { yaml }),
  };
  const notes: MigrationNote[] = [...notesOnKarmada(world)];
  if (read.clusters.length === 0 && named.length > 0) {
    const message = `there is no Cluster; taken from the names in policies: ${named.map(({ name }) => name).join(", ")}, without labels`;
    notes.push({ source: "the member clusters", sort: "assumed", message });
  }
  const ordered = [...world.templates].sort(
    (a, b) => Number(b.kind === "Namespace") - Number(a.kind === "Namespace"),
  );
  const declarations: Declaration[] = [];
  const expectations: Expectation[] = [];
  for (const template of ordered) {
    const converted = convertTemplate(template, { world, declarations });
    if (converted.declaration !== undefined) declarations.push(converted.declaration);
    expectations.push(...converted.expected);
    notes.push(...converted.notes);
  }
  return {
    system: "karmada",
    clusters: world.clusters.map(toMember),
    declarations: sortDeclarations(declarations),
    expectations: [...expectations, ...quotaExpectations(world)],
    notes,
    ...assumptionsOf(world),
    known: world.templates.map((template) => keyOf(toIdentity(template))),
  };
}

/** Kinds that Karmada writes more of to its members than a program of their templates has. */
const writesMore = ["MultiClusterIngress", "MultiClusterService"];

function assumptionsOf({ bindings, others }: KarmadaWorld): Pick<Migration, "assumptions"> {
  const assumptions = [
    ...(bindings.length + worksOf(others).length > 0 ? [] : [withoutBindings]),
    ...others
      .filter(({ kind }) => writesMore.includes(String(kind)))
      .map(
        (object) =>
          `what Karmada wrote to members for ${sourceOf(object)} is not missed; say with --expect what every cluster holds`,
      ),
  ];
  return assumptions.length === 0 ? {} : { assumptions };
}

/** Karmada makes a ResourceQuota on each cluster that a FederatedResourceQuota assigns something to. */
function quotaExpectations({ others, clusters }: KarmadaWorld): Expectation[] {
  return others
    .filter(({ kind }) => kind === "FederatedResourceQuota")
    .flatMap((quota) => {
      const { name, namespace } = identityOf(quota);
      const assigned = mapsAt(mapAt(quota, "spec"), "staticAssignments").map((each) =>
        textAt(each, "clusterName"),
      );
      const there = clusters.filter((cluster) => assigned.includes(cluster.name));
      const unknown = `Karmada makes it of FederatedResourceQuota ${name}, which has no equivalent; federate a ResourceQuota with an override for each cluster, and say with --expect what the clusters hold`;
      const about = { apiVersion: "v1", kind: "ResourceQuota", name, namespace };
      return there.map((cluster) => ({
        ...about,
        cluster: cluster.name,
        reason: "assigned",
        unknown,
      }));
    });
}

const withoutBindings =
  "everything was applied as it is here, nothing came before, and no member refused it: there is no ResourceBinding among the objects, and only those tell what Karmada did; add them (kubefed convert --help has the command), or say with --expect what every cluster holds";

interface Converted {
  readonly declaration?: Declaration;
  readonly expected: readonly Expectation[];
  readonly notes: readonly MigrationNote[];
}

function convertTemplate(
  template: KubeObject,
  given: { readonly world: KarmadaWorld; readonly declarations: readonly Declaration[] },
): Converted {
  const { world, declarations } = given;
  const propagation = propagateByKarmada(template, world);
  const expected = toExpectations(propagation);
  if (propagation.copies.every(({ object }) => object === undefined)) {
    const message = whyNowhere(propagation, world);
    return {
      expected,
      notes: [{ source: sourceOf(template), sort: "left out", message }],
    };
  }
  const { retainsReplicas } = propagation;
  const declaration = {
    ...toDeclaration(propagation, world),
    ...(retainsReplicas ? { retainReplicas: true } : {}),
  };
  const around = { clusters: world.clusters.map(toMember), declarations };
  const fitted = fitDeclaration({ declaration, expected, world: around });
  return {
    declaration: fitted.declaration,
    expected,
    notes: [...notesOnPropagation(propagation), ...fitted.notes],
  };
}

function whyNowhere({ template, policy }: KarmadaPropagation, world: KarmadaWorld): string {
  const { kind, name } = identityOf(template);
  if (kind === "Namespace") return "Karmada does not propagate this namespace";
  if (policy === undefined) {
    return "no policy propagates it, so it stayed in Karmada's control plane";
  }
  const waiting = waitingFor(policy, world.overrides).map((each) => `"${each}"`);
  return waiting.length > 0
    ? `${sourceOf(policy)} waits for the override policy ${waiting.join(", ")}, so ${name} is nowhere yet`
    : `${sourceOf(policy)} selects it, but no cluster has it`;
}

function toMember({ name, labels, region, zones }: KarmadaCluster): MemberCluster {
  return {
    name,
    ...(labels === undefined ? {} : { labels }),
    ...(region === undefined ? {} : { region }),
    ...(zones === undefined ? {} : { zones }),
  };
}

function toIdentity(template: KubeObject): {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
} {
  const { namespace, ...identity } = identityOf(template);
  return { ...identity, ...(namespace === "" ? {} : { namespace }) };
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

/** Weights as a preference, for kinds that one can drive; by room, as they were divided. */
function schedulingOf(
  { policy, stripped, copies }: KarmadaPropagation,
  world: KarmadaWorld,
): Pick<Declaration, "scheduling"> {
  const { kind, apiVersion } = identityOf(stripped);
  const isDriven = ["Deployment", "ReplicaSet", "StatefulSet"].includes(kind);
  const placement = mapAt(policy, "spec", "placement");
  if (!isDriven || apiVersion !== "apps/v1" || divisionSort(placement) === "duplicated") return {};
  const there = world.clusters.filter(({ name }) =>
    copies.some(({ cluster, object }) => cluster === name && object !== undefined),
  );
  const { replicas } = mapAt(stripped, "spec");
  const totalReplicas = typeof replicas === "number" ? replicas : 1;
  if (divisionSort(placement) === "room") return { scheduling: { totalReplicas } };
  const weights = Object.entries(weightsOf(placement, there));
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

function toExpectations({ copies, template }: KarmadaPropagation): Expectation[] {
  return copies.map((copy) => ({ ...toIdentity(template), ...copy }));
}

/** Karmada puts every namespace of its control plane on every cluster, so the program must too. */
function missingNamespaces({ templates }: KarmadaWorld): KubeObject[] {
  const there = templates
    .filter(({ kind }) => kind === "Namespace")
    .map((template) => identityOf(template).name);
  const used = new Set(templates.map((template) => identityOf(template).namespace));
  return [...used]
    .filter((name) => !["", "default", ...there].includes(name) && !isIgnoredNamespace(name))
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
  return [...names].sort().map((name) => ({
    name,
    labels: {},
    provider: "",
    taints: [],
    isDescribed: false,
  }));
}
