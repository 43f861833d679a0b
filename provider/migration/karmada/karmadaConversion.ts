/*
 * What Karmada would have on its members, by its own rules and by what a dump records of them.
 */

import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject, MemberCluster } from "../../core/model";
import { sortDeclarations } from "../program/declarationOrder";
import { listAt, mapAt, mapsAt } from "../../core/plain/fields";
import { fitDeclaration } from "../program/fit";
import { notesOnKarmada, notesOnPropagation } from "./karmadaNotes";
import { type KarmadaPropagation, propagateByKarmada } from "./karmadaRules";
import { isOfKarmada, type KarmadaCluster, type KarmadaWorld, readKarmada } from "./karmadaWorld";
import type { ObjectsToConvert } from "../kubefed/kubefedConversion";
import { definedTypes, identityOf, sourceOf, typeOfManifest } from "../../core/manifests/manifest";
import {
  type Declaration,
  type Expectation,
  keyOf,
  type Migration,
  type MigrationNote,
} from "../migration";
import { assumptionsOf, quotaExpectations } from "./karmadaAssumptions";
import { toDeclaration } from "./karmadaDeclaration";
import { isIgnoredNamespace } from "./karmadaNamespaces";
import { idleReasons } from "./owners/idlePolicy";

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
  const quotas = quotaExpectations(world);
  return {
    system: "karmada",
    clusters: world.clusters.map(toMember),
    declarations: sortDeclarations(declarations),
    expectations: [...expectations, ...quotas],
    notes,
    ...assumptionsOf(world),
    known: [...world.templates.map(toIdentity), ...quotas].map(keyOf),
  };
}

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
  const idle = idleReasons(policy, world.overrides);
  return idle.length > 0
    ? `${sourceOf(policy)}: ${idle.join("; ")}, so ${name} is not there yet and not in the program`
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
