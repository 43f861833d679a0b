import type { KubeObject, MemberCluster } from "../core/model";
import { clusterMade } from "./objects/clusterMade";
import { declaredObject } from "./program/declaredObject";
import { sortDeclarations } from "./program/declarationOrder";
import { mapAt } from "../core/plain/fields";
import {
  definedTypes,
  flattenManifests,
  identityOf,
  sourceOf,
  typeOfManifest,
} from "../core/manifests/manifest";
import {
  type Declaration,
  type Expectation,
  type Migration,
  type MigrationNote,
  keyOf,
  titleOf,
} from "./migration";
import { stripManifest } from "../core/manifests/strip";

/** Plain Kubernetes objects to federate. */
export interface ManifestsToFederate {
  /** Parsed documents; lists are taken apart. */
  readonly documents: readonly unknown[];
  /** Empty: the program reads its member clusters from its configuration. */
  readonly clusters: readonly MemberCluster[];
  /** Whether they are what a cluster holds, so that what clusters make themselves is left out. @default false */
  readonly contents?: boolean;
}

/** Namespaces that every cluster has. */
export const systemNamespaces: readonly string[] = [
  "default",
  "kube-node-lease",
  "kube-public",
  "kube-system",
];

/**
 * Plain Kubernetes objects as federated ones, each on every member cluster, as `kubefedctl federate`
 * did it.
 *
 * - What a cluster added is stripped (`stripManifest`).
 * - Namespaces that objects stand in and that are not among them are declared too.
 * - An object without a name is left out, with `contents` also one that clusters make themselves; of two
 *   of one name the last counts. The notes say so.
 *
 * @example
 * federateManifests({ documents: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cfg", namespace: "default" } }], clusters: [{ name: "eu" }] }).declarations.map(({ kind, name, placement }) => [kind, name, placement])
 * //=> [["ConfigMap", "cfg", { clusterSelector: {} }]]
 */
export function federateManifests(given: ManifestsToFederate): Migration {
  const { documents, clusters, contents = false } = given;
  const objects = flattenManifests(documents);
  const defined = definedTypes(objects);
  const notes: MigrationNote[] = [];
  const declarations = new Map<string, Declaration>();
  for (const object of objects) {
    const declaration = toDeclaration(object, defined);
    const problem = problemOf(object) ?? (contents ? clusterMade(object) : undefined);
    if (problem !== undefined) {
      notes.push({ source: sourceOf(object), sort: "left out", message: problem });
      continue;
    }
    const key = keyOf(declaration);
    if (declarations.has(key)) {
      const message = "is there twice; the last one counts";
      notes.push({ source: titleOf(declaration), sort: "changed", message });
    }
    declarations.set(key, declaration);
  }
  for (const declaration of missingNamespaces([...declarations.values()])) {
    const message = "is not among the manifests, but objects stand in it; the program makes it";
    notes.push({ source: titleOf(declaration), sort: "assumed", message });
    declarations.set(keyOf(declaration), declaration);
  }
  const sorted = sortDeclarations([...declarations.values()]);
  return {
    system: "kubernetes",
    clusters,
    declarations: sorted,
    expectations: sorted.flatMap((declaration) => expectEverywhere(declaration, clusters)),
    notes,
  };
}

function toDeclaration(
  object: KubeObject,
  defined: ReadonlyMap<string, "Cluster" | "Namespaced">,
): Declaration {
  const identity = identityOf(object);
  const { scope, replicasPath } = typeOfManifest(identity, defined);
  const { apiVersion, kind, name, namespace } = identity;
  return {
    apiVersion,
    kind,
    name,
    scope,
    ...(scope === "Cluster" ? {} : { namespace: namespace === "" ? "default" : namespace }),
    ...(replicasPath === undefined ? {} : { replicasPath }),
    template: stripManifest(object),
    placement: { clusterSelector: {} },
    overrides: [],
  };
}

function problemOf(object: KubeObject): string | undefined {
  const { apiVersion, name } = identityOf(object);
  if (apiVersion === "") return "has no apiVersion";
  if (name !== "") return undefined;
  return mapAt(object, "metadata").generateName === undefined
    ? "has no metadata.name"
    : "has a generateName; a federated object has the same name on every cluster, so give it one";
}

function missingNamespaces(declarations: readonly Declaration[]): Declaration[] {
  const there = declarations.filter(({ kind }) => kind === "Namespace").map(({ name }) => name);
  const known = new Set([...systemNamespaces, ...there]);
  const used = new Set(declarations.flatMap(({ namespace }) => namespace ?? []));
  return [...used]
    .filter((name) => !known.has(name))
    .map((name) => ({
      apiVersion: "v1",
      kind: "Namespace",
      scope: "Cluster",
      name,
      template: {},
      placement: { clusterSelector: {} },
      overrides: [],
    }));
}

function expectEverywhere(
  declaration: Declaration,
  clusters: readonly MemberCluster[],
): Expectation[] {
  const { apiVersion, kind, name, namespace } = declaration;
  return clusters.map((cluster) => ({
    apiVersion,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    cluster: cluster.name,
    object: declaredObject(declaration),
    reason: "in the manifests",
  }));
}
