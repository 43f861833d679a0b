import { federatedType, federatedTypes } from "../../../provider/core/kinds/federatedTypes";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type {
  ClusterOverride,
  LabelSelector,
  MemberCluster,
  Override,
  Placement,
  ReplicaPreferences,
} from "../../../provider/core/model";
import type { ReplicaScheduling } from "../../../provider/core/scheduling/replicaScheduling";
import { selectClusters } from "../../../provider/core/placement/placement";
import type { KubeObject } from "../../../provider/core/model";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { mapAt, mapsAt, textAt, textsOf } from "../reading";
import { identityOf, type Objects } from "./world";

/** The label that the original put on every object. */
export const managedLabel = "kubefed.io/managed";

/**
 * A federated object of the host cluster, with everything there that decides about it, as a request
 * for a plan. Gives `undefined` where the original has nothing to do: no such object, or a
 * FederatedNamespace that is not called like its namespace.
 *
 * - Without a FederatedNamespace nothing in a namespace is placed.
 * - A preference places its target everywhere, or where the target's selector says; where that is
 *   nowhere, it does nothing.
 * - A `null` in a placement or an override counts as absent: the API server pruned it.
 */
export function toRequest(host: Objects, federated: KubeObject): PropagationRequest | undefined {
  const { name, namespace } = identityOf(federated);
  const kind = textAt(federated, "kind").replace(/^Federated/, "");
  if (kind === "Namespace" && name !== namespace) return undefined;
  const spec = mapAt(federated, "spec");
  const clusters = clustersOf(host);
  const type = typeOf(kind, spec.template);
  const placement = toPlacement(spec.placement);
  const request: PropagationRequest = {
    kind,
    apiVersion: type.apiVersion,
    name,
    ...(namespace === "" ? {} : { namespace }),
    template: spec.template,
    clusters,
    placement,
    overrides: mapsAt(spec, "overrides").map(toOverride),
    managedLabel,
    retainReplicas: spec.retainReplicas === true,
    ...(type.scope === "Cluster"
      ? {}
      : { namespacePlacement: placementOfNamespace(host, namespace) }),
  };
  const preference = preferenceFor(host, federated);
  return preference === undefined ? request : withPreference(request, preference);
}

/** The `spec` of the preference that drives a federated object; it is called the same. */
export function preferenceFor(host: Objects, federated: KubeObject): KubeObject | undefined {
  const { name, namespace } = identityOf(federated);
  const preference = host.get(`ReplicaSchedulingPreference/${namespace}/${name}`);
  const spec = mapAt(preference, "spec");
  return spec.targetKind === federated.kind ? spec : undefined;
}

function withPreference(request: PropagationRequest, spec: KubeObject): PropagationRequest {
  const selector = request.placement?.clusterSelector;
  const placement: Placement =
    spec.intersectWithClusterSelector === true
      ? { ...(selector === undefined ? {} : { clusterSelector: selector }) }
      : { clusterSelector: {} };
  const { selected } = selectClusters({ clusters: request.clusters, placement });
  if (selected.length === 0) return request;
  return { ...request, placement, scheduling: toScheduling(spec) };
}

/** The `spec` of a preference as ours. */
export function toScheduling(spec: KubeObject): ReplicaScheduling {
  const clusters: ReplicaPreferences = mapsOf(mapAt(spec, "clusters"));
  return {
    totalReplicas: Number(spec.totalReplicas ?? 0),
    rebalance: spec.rebalance === true,
    ...(Object.keys(clusters).length === 0 ? {} : { clusters }),
  };
}

function mapsOf(map: KubeObject): Record<string, KubeObject> {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, isPlainObject(value) ? value : {}]),
  );
}

function typeOf(kind: string, template: unknown): { apiVersion: string; scope: string } {
  const own = isPlainObject(template) ? textAt(template, "apiVersion") : "";
  const known = federatedTypes.find((type) => type.kind === kind);
  return known ?? { ...federatedType(own, kind) };
}

function clustersOf(host: Objects): MemberCluster[] {
  return [...host.values()]
    .filter(({ kind }) => kind === "KubeFedCluster")
    .map((cluster) => ({
      name: textAt(mapAt(cluster, "metadata"), "name"),
      labels: textsOf(mapAt(cluster, "metadata", "labels")),
    }));
}

function placementOfNamespace(host: Objects, namespace: string): Placement | null {
  const federated = host.get(`FederatedNamespace/${namespace}/${namespace}`);
  return federated === undefined ? null : toPlacement(mapAt(federated, "spec").placement);
}

/** A placement of the original as one of ours: `clusters: [{ name }]` is `clusterNames`. */
export function toPlacement(placement: unknown): Placement {
  const given = isPlainObject(placement) ? placement : {};
  const { clusterSelector } = given;
  return {
    ...(Array.isArray(given.clusters)
      ? { clusterNames: mapsAt(given, "clusters").map(({ name }) => String(name)) }
      : {}),
    ...(isSelector(clusterSelector) ? { clusterSelector } : {}),
  };
}

function toOverride(override: KubeObject): Override {
  return {
    clusterName: textAt(override, "clusterName"),
    ...(Array.isArray(override.clusterOverrides)
      ? { clusterOverrides: mapsAt(override, "clusterOverrides").map(toOperation) }
      : {}),
  };
}

function toOperation({ op, path, value }: KubeObject): ClusterOverride {
  return {
    path: typeof path === "string" ? path : "",
    ...(isOp(op) ? { op } : {}),
    ...(value === undefined || value === null ? {} : { value }),
  };
}

// What is inside is for the code under test to judge.
function isSelector(value: unknown): value is LabelSelector {
  return isPlainObject(value);
}

function isOp(op: unknown): op is NonNullable<ClusterOverride["op"]> {
  return typeof op === "string";
}
