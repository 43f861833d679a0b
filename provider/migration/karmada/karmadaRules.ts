import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import { dispenseAsKarmada, divideCompletionsAsKarmada } from "./division/dispense";
import { ownValue } from "../../core/plain/ownKey";
import { mapAt, mapsAt, textAt, without } from "../../core/plain/fields";
import { divisionOf } from "./karmadaDivision";
import { applyOverriders } from "./karmadaOverriders";
import { namespaceOf, type OverrideRule, overrideRules, policyFor } from "./karmadaPolicies";
import { isAffine, isTolerated, type KarmadaCluster, type KarmadaWorld } from "./karmadaWorld";
import { identityOf } from "../../core/manifests/manifest";
import { stripManifest } from "../../core/manifests/strip";
import { workloadReferences } from "../objects/workloadReferences";

/** What Karmada would have on one member cluster, and why; what it adds for itself is left out. */
export interface KarmadaCopy {
  readonly cluster: string;
  readonly object?: KubeObject;
  readonly reason: string;
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
  /** What could only be assumed. */
  readonly assumptions: readonly string[];
}

/** Namespaces that Karmada propagates by itself go to every cluster, but for those. */
export function isReservedNamespace(name: string): boolean {
  return name === "default" || name.startsWith("kube-") || name.startsWith("karmada-");
}

/**
 * What Karmada would have on every member cluster for one resource template, by its own rules: policy,
 * affinity, taints, division, then overriders. A ResourceBinding among the objects is what really was,
 * so it counts before any computation. Undefined for a template that nothing propagates.
 */
export function propagateByKarmada(
  template: KubeObject,
  world: KarmadaWorld,
): KarmadaPropagation | undefined {
  const policy = policyFor(template, world.propagation);
  const stripped = strippedTemplate(template);
  const shares = sharesOf({ template, stripped, policy, world });
  if (shares === undefined) return undefined;
  const rules = overrideRules(template, world.overrides);
  const copies = world.clusters.map((cluster): KarmadaCopy => {
    const share = shares.byCluster.get(cluster.name);
    if (share === undefined) return { cluster: cluster.name, reason: "not scheduled" };
    return { cluster: cluster.name, ...write(share.object, { cluster, rules }) };
  });
  return {
    template,
    stripped,
    ...(policy === undefined ? {} : { policy }),
    rules,
    copies,
    assumptions: shares.assumptions,
  };
}

interface Shares {
  readonly byCluster: ReadonlyMap<string, { readonly object: KubeObject }>;
  readonly assumptions: readonly string[];
}

interface SharesRequest {
  readonly template: KubeObject;
  readonly stripped: KubeObject;
  readonly policy: KubeObject | undefined;
  readonly world: KarmadaWorld;
}

function sharesOf(request: SharesRequest): Shares | undefined {
  const { template, stripped, policy, world } = request;
  const everywhere = (names: readonly string[]): Shares => ({
    byCluster: new Map(names.map((name) => [name, { object: stripped }])),
    assumptions: [],
  });
  if (policy !== undefined) {
    const own = scheduled(request, policy);
    const pulled = pullingClusters(template, world);
    // What a workload pulls along is there besides, whole.
    const more = pulled.filter((name) => !own.byCluster.has(name));
    return { ...own, byCluster: new Map([...own.byCluster, ...everywhere(more).byCluster]) };
  }
  const { kind, name } = identityOf(template);
  if (kind === "Namespace") {
    const skips = mapAt(template, "metadata", "labels")[
      "namespace.karmada.io/skip-auto-propagation"
    ];
    if (isReservedNamespace(name) || skips === "true") return undefined;
    return everywhere(world.clusters.map((cluster) => cluster.name));
  }
  const pulled = pullingClusters(template, world);
  return pulled.length === 0 ? undefined : everywhere(pulled);
}

function scheduled({ template, stripped, world }: SharesRequest, policy: KubeObject): Shares {
  const binding = bindingOf(template, world);
  if (binding !== undefined) {
    const spec = mapAt(binding, "spec");
    const uid = textAt(mapAt(spec, "resource"), "uid");
    return {
      byCluster: bound({ stripped, targets: mapsAt(spec, "clusters"), uid }),
      assumptions: [],
    };
  }
  const placement = mapAt(policy, "spec", "placement");
  const candidates = candidatesOf(placement, world.clusters);
  const replicas = replicasOf(stripped);
  const division =
    replicas === undefined
      ? { sort: "duplicated" as const }
      : divisionOf(placement, candidates.clusters);
  const { assumptions } = candidates;
  if (division.sort === "duplicated" || replicas === undefined) {
    const names = candidates.clusters.map(({ name }) => name);
    return { byCluster: new Map(names.map((name) => [name, { object: stripped }])), assumptions };
  }
  const isKnown = division.sort === "weighted";
  const weights = isKnown
    ? division.weights
    : Object.fromEntries(candidates.clusters.map(({ name }) => [name, 1]));
  const shares = Object.entries(dispenseAsKarmada({ replicas, weights }));
  const targets = shares
    .filter(([, share]) => share > 0)
    .map(([name, share]) => ({ name, replicas: share }));
  return {
    byCluster: bound({ stripped, targets }),
    assumptions: isKnown
      ? assumptions
      : [
          ...assumptions,
          `${division.what}, which no file tells; equal shares are assumed: add the ResourceBindings to have the real ones`,
        ],
  };
}

/** The clusters that a placement may use: the first affinity group with any, without untolerated taints. */
function candidatesOf(
  placement: KubeObject,
  clusters: readonly KarmadaCluster[],
): { readonly clusters: readonly KarmadaCluster[]; readonly assumptions: readonly string[] } {
  const groups = mapsAt(placement, "clusterAffinities");
  const affinities = groups.length > 0 ? groups : [mapAt(placement, "clusterAffinity")];
  const usable = clusters.filter((cluster) => isTolerated(placement, cluster));
  const picked = affinities
    .map((affinity) => usable.filter((cluster) => isAffine(affinity, cluster)))
    .find((each) => each.length > 0);
  const spread = mapsAt(placement, "spreadConstraints").find(
    ({ spreadByField }) => spreadByField === "cluster",
  );
  const most = typeof spread?.maxGroups === "number" ? spread.maxGroups : Infinity;
  const found = [...(picked ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  const isCut = found.length > most;
  return {
    clusters: found.slice(0, most),
    assumptions: isCut
      ? [
          `spreadConstraints leave ${most} of ${found.length} clusters, by their room, which no file tells; the first by name are assumed: add the ResourceBindings to have the real ones`,
        ]
      : [],
  };
}

function bindingOf(template: KubeObject, { bindings }: KarmadaWorld): KubeObject | undefined {
  const { apiVersion, kind, name } = identityOf(template);
  return bindings.find((binding) => {
    const resource = mapAt(binding, "spec", "resource");
    const isSame =
      resource.apiVersion === apiVersion && resource.kind === kind && resource.name === name;
    const namespace = textAt(resource, "namespace");
    return isSame && (namespace === "" || namespace === namespaceOf(template));
  });
}

function bound({
  stripped,
  targets,
  uid,
}: {
  readonly stripped: KubeObject;
  readonly targets: readonly KubeObject[];
  readonly uid?: string;
}): ReadonlyMap<string, { readonly object: KubeObject }> {
  const parallelism = Object.fromEntries(
    targets.map(({ name, replicas }) => [String(name), Number(replicas ?? 0)]),
  );
  const isDivided = Object.values(parallelism).some((replicas) => replicas > 0);
  const { completions } = mapAt(stripped, "spec");
  const shared =
    stripped.kind === "Job" && typeof completions === "number" && isDivided
      ? divideCompletionsAsKarmada({ completions, parallelism, uid })
      : {};
  return new Map(
    targets.map(({ name, replicas }) => {
      const scaled = typeof replicas === "number" ? scale(stripped, replicas) : stripped;
      const own = ownValue(shared, String(name));
      const spec = mapAt(scaled, "spec");
      const object =
        own === undefined ? scaled : { ...scaled, spec: { ...spec, completions: own } };
      return [String(name), { object }];
    }),
  );
}

/** The kinds whose replicas Karmada divides by itself, and where they keep them. */
const replicaFields: Readonly<Record<string, string>> = {
  Deployment: "replicas",
  Job: "parallelism",
  ReplicaSet: "replicas",
  StatefulSet: "replicas",
};

function replicasOf(object: KubeObject): number | undefined {
  const field = Object.hasOwn(replicaFields, textAt(object, "kind"))
    ? replicaFields[textAt(object, "kind")]
    : undefined;
  if (field === undefined) return undefined;
  const replicas = mapAt(object, "spec")[field];
  return typeof replicas === "number" ? replicas : 1;
}

function scale(object: KubeObject, replicas: number): KubeObject {
  const field = replicaFields[textAt(object, "kind")];
  if (field === undefined) return object;
  return { ...object, spec: { ...mapAt(object, "spec"), [field]: replicas } };
}

/** The clusters of every workload that pulls an object along with `propagateDeps`. */
function pullingClusters(template: KubeObject, world: KarmadaWorld): string[] {
  const { kind, name } = identityOf(template);
  const namespace = namespaceOf(template);
  const pulling = world.templates.filter((workload) => {
    const policy = policyFor(workload, world.propagation);
    if (policy === undefined || mapAt(policy, "spec").propagateDeps !== true) return false;
    return workloadReferences(workload).some(
      (each) =>
        each.kind === kind &&
        each.name === name &&
        (each.namespace === "" ? "default" : each.namespace) === namespace,
    );
  });
  const names = pulling.flatMap((workload) => {
    const policy = policyFor(workload, world.propagation);
    const stripped = strippedTemplate(workload);
    if (policy === undefined) return [];
    return [...scheduled({ template: workload, stripped, policy, world }, policy).byCluster.keys()];
  });
  return [...new Set(names)].sort();
}

function strippedTemplate(template: KubeObject): KubeObject {
  const { apiVersion, kind, name } = identityOf(template);
  const stripped = stripManifest(template);
  const metadata = mapAt(stripped, "metadata");
  const own = (map: string): KubeObject =>
    Object.fromEntries(
      Object.entries(mapAt(metadata, map)).filter(([key]) => !/karmada\.io(\/|$)/.test(key)),
    );
  const { namespace } = identityOf(template);
  const kept = { labels: own("labels"), annotations: own("annotations") };
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === "" ? {} : { namespace }),
      ...(Object.keys(kept.labels).length === 0 ? {} : { labels: kept.labels }),
      ...(Object.keys(kept.annotations).length === 0 ? {} : { annotations: kept.annotations }),
    },
    ...without(stripped, "metadata"),
  };
}

function write(
  object: KubeObject,
  { cluster, rules }: { readonly cluster: KarmadaCluster; readonly rules: readonly OverrideRule[] },
): Omit<KarmadaCopy, "cluster"> {
  let changed = object;
  for (const { target, overriders, policy } of rules) {
    if (target !== undefined && !isAffine(target, cluster)) continue;
    const result = applyOverriders(changed, overriders);
    if ("problem" in result) {
      return { reason: `${textAt(policy, "kind")} ${identityOf(policy).name}: ${result.problem}` };
    }
    changed = result.object;
  }
  return { object: isPlainObject(changed) ? changed : object, reason: "scheduled" };
}
