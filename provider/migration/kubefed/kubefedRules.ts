import { forbiddenPaths } from "../../core/overrides/forbiddenPaths";
import { isPlainObject } from "../../core/plain/plainObject";
import { matchesSelector, validateSelector } from "../../core/kinds/labelSelector";
import type { KubeObject, LabelSelector, MemberCluster } from "../../core/model";
import { listAt, mapAt, mapsAt, textAt, without } from "../../core/plain/fields";
import { writeCopy } from "./kubefedCopy";
import { divideByKubefed, type KubefedPreference } from "./kubefedDivision";
import { identityOf } from "../../core/manifests/manifest";
import type { KubefedObject, KubefedOverride, KubefedWorld } from "./kubefedWorld";

/** What KubeFed would have on one member cluster, and why. The label that it put on everything is left out. */
export interface KubefedCopy {
  readonly cluster: string;
  readonly object?: KubeObject;
  readonly reason: string;
}

/** Namespaces that KubeFed left alone. */
export const ignoredNamespaces = [
  "default",
  "kube-federation-system",
  "kube-public",
  "kube-system",
];

/**
 * What KubeFed would have on every member cluster for one federated object, by its own rules, from its
 * own objects; nothing of our planner decides here. One entry per member cluster.
 *
 * Placement, then its bound by the namespace, then a preference that places and scales its target;
 * template without annotations and finalizers (2018 kept them), then overrides. An override that is
 * forbidden or there twice breaks the whole object, one that fails breaks its cluster's.
 *
 * Source: KubeFed `pkg/controller/sync`, `pkg/controller/util/{placement,overrides}.go`,
 * `pkg/schedulingtypes`, and what it did on live clusters.
 */
export function kubefedCopies(federated: KubefedObject, world: KubefedWorld): KubefedCopy[] {
  const everywhere = (reason: string): KubefedCopy[] =>
    world.clusters.map(({ name }) => ({ cluster: name, reason }));
  const ignored = whyIgnored(federated);
  if (ignored !== undefined) return everywhere(ignored);
  const broken = brokenOverride(federated.overrides);
  if (broken !== undefined) return everywhere(`ApplyOverridesFailed: ${broken}`);
  const placed = place(federated, world);
  if ("problem" in placed) return everywhere(placed.problem);
  return world.clusters.map((cluster) => {
    const replicas = placed.replicas?.[cluster.name];
    const reason = placed.reasons.get(cluster.name);
    if (reason !== undefined) return { cluster: cluster.name, reason };
    return { cluster: cluster.name, ...writeCopy({ federated, cluster, replicas }) };
  });
}

function whyIgnored({ kind, name, namespace }: KubefedObject): string | undefined {
  if (kind !== "Namespace") return undefined;
  if (name !== namespace) return "InvalidName: a FederatedNamespace is called like its namespace";
  return ignoredNamespaces.includes(name) ? "KubeFed leaves this namespace alone" : undefined;
}

function brokenOverride(overrides: readonly KubefedOverride[]): string | undefined {
  const named = new Set<string>();
  for (const { clusterName, operations } of overrides) {
    if (named.has(clusterName)) return `cluster "${clusterName}" appears more than once`;
    named.add(clusterName);
    const paths = new Set<string>();
    for (const operation of operations) {
      const path = textAt(operation, "path");
      if (Object.hasOwn(forbiddenPaths, path)) return `path "${path}" is forbidden`;
      if (paths.has(path)) return `path "${path}" appears more than once`;
      paths.add(path);
    }
  }
  return undefined;
}

interface Placed {
  /** Why a cluster has nothing; no entry: it has the object. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly replicas?: Readonly<Record<string, number>>;
}

function place(
  federated: KubefedObject,
  world: KubefedWorld,
): Placed | { readonly problem: string } {
  const own = select(federated.placement, world.clusters);
  if (own === undefined) return { problem: "ComputePlacementFailed: the selector is invalid" };
  const preference = preferenceOf(federated, world);
  const driven = preference && drive(federated, preference, world);
  const wanted = driven?.clusters ?? own;
  const around = namespaceBound(federated, world);
  if (around !== undefined && "problem" in around) return around;
  const reasons = reasonsAgainst(world.clusters, { wanted, around: around?.clusters });
  return driven === undefined ? { reasons } : { reasons, replicas: driven.replicas };
}

function reasonsAgainst(
  clusters: readonly MemberCluster[],
  by: { readonly wanted: readonly string[]; readonly around: readonly string[] | undefined },
): ReadonlyMap<string, string> {
  return new Map(
    clusters.flatMap(({ name }): [string, string][] => {
      if (!by.wanted.includes(name)) return [[name, "not placed"]];
      const isInside = by.around === undefined || by.around.includes(name);
      return isInside ? [] : [[name, "the namespace is not there"]];
    }),
  );
}

/** The registered clusters that a placement picks; undefined where its selector is invalid. */
function select(
  placement: KubeObject | undefined,
  clusters: readonly MemberCluster[],
): readonly string[] | undefined {
  const names = namesIn(placement ?? {});
  if (names !== undefined) {
    return clusters.map(({ name }) => name).filter((name) => names.includes(name));
  }
  const selector = placement?.clusterSelector;
  if (selector === undefined || selector === null) return [];
  return selectBy(selector, clusters);
}

function selectBy(
  selector: unknown,
  clusters: readonly MemberCluster[],
): readonly string[] | undefined {
  if (!isSelector(selector) || validateSelector(selector, "").length > 0) return undefined;
  return clusters.filter(({ labels }) => matchesSelector(selector, labels)).map(({ name }) => name);
}

/** The names of a placement of either generation; undefined where it gives none. */
export function namesIn(placement: KubeObject): readonly string[] | undefined {
  if (Array.isArray(placement.clusters)) {
    return mapsAt(placement, "clusters").map(({ name }) => String(name));
  }
  return Array.isArray(placement.clusterNames)
    ? listAt(placement, "clusterNames").map(String)
    : undefined;
}

function isSelector(value: unknown): value is LabelSelector {
  return isPlainObject(value);
}

function namespaceBound(
  { kind, namespace, isOf2018 }: KubefedObject,
  world: KubefedWorld,
): { readonly clusters: readonly string[] } | { readonly problem: string } | undefined {
  if (namespace === "" || kind === "Namespace") return undefined;
  const around = world.objects.find(
    (each) => each.kind === "Namespace" && each.name === namespace && each.namespace === namespace,
  );
  if (around === undefined) {
    if (world.isNamespaced || isOf2018) return undefined;
    return { problem: `NamespaceNotFederated: there is no FederatedNamespace "${namespace}"` };
  }
  return { clusters: select(around.placement, world.clusters) ?? [] };
}

/** The preference that drives an object: it is called the same, and names its kind. */
export function preferenceOf(
  { kind, name, namespace }: KubefedObject,
  { preferences }: KubefedWorld,
): KubeObject | undefined {
  if (kind !== "Deployment" && kind !== "ReplicaSet") return undefined;
  return preferences.find((preference) => {
    const identity = identityOf(preference);
    const target = textAt(mapAt(preference, "spec"), "targetKind");
    return (
      identity.name === name && identity.namespace === namespace && target === `Federated${kind}`
    );
  });
}

interface Driven {
  readonly clusters: readonly string[];
  readonly replicas: Readonly<Record<string, number>>;
}

function drive(
  federated: KubefedObject,
  preference: KubeObject,
  world: KubefedWorld,
): Driven | undefined {
  const spec = mapAt(preference, "spec");
  const offered =
    spec.intersectWithClusterSelector === true
      ? selectorsOnly(federated, world)
      : world.clusters.map(({ name }) => name);
  if (offered.length === 0) return undefined;
  const replicas = divideByKubefed({
    key: `${federated.namespace}/${federated.name}`,
    clusters: offered,
    totalReplicas: Number(spec.totalReplicas ?? 0),
    preferences: preferencesIn(spec) ?? { "*": { weight: 1 } },
  });
  return { clusters: offered, replicas };
}

/** The `clusters` of a preference as numbers; absent where there are none, as KubeFed read it. */
export function preferencesIn(
  spec: KubeObject,
): Readonly<Record<string, KubefedPreference>> | undefined {
  const entries = Object.entries(mapAt(spec, "clusters")).map(([cluster, preference]) => {
    const numbers = Object.entries(mapAt(preference)).flatMap(([key, value]) =>
      typeof value === "number" ? [[key, value] as const] : [],
    );
    return [cluster, Object.fromEntries(numbers)] as const;
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** With intersectWithClusterSelector KubeFed looked at selectors alone, the namespace's too. */
function selectorsOnly(federated: KubefedObject, world: KubefedWorld): readonly string[] {
  const around = world.objects.find(
    (each) => each.kind === "Namespace" && each.name === federated.namespace,
  );
  const bySelector = (placement: KubeObject | undefined): readonly string[] =>
    select(without(placement ?? {}, "clusters", "clusterNames"), world.clusters) ?? [];
  const bound =
    around === undefined && world.isNamespaced ? undefined : bySelector(around?.placement);
  const own = bySelector(federated.placement);
  return bound === undefined ? own : own.filter((name) => bound.includes(name));
}
