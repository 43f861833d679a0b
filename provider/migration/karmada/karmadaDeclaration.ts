import { isPlainObject } from "../../core/plain/plainObject";
import { definedTypes, identityOf, typeOfManifest } from "../../core/manifests/manifest";
import type { KubeObject, LabelSelector, Placement } from "../../core/model";
import { mapAt, textsAt, without } from "../../core/plain/fields";
import type { Declaration } from "../migration";
import { toOverrides } from "./karmadaOverrides";
import type { KarmadaPropagation } from "./karmadaRules";
import type { KarmadaWorld } from "./karmadaWorld";
import { divisionSort } from "./placement/divisionSort";
import { weightsOf } from "./replicas/divide";

/** A propagated template as a declaration, in the words of its policies where there are any for it. */
export function toDeclaration(propagation: KarmadaPropagation, world: KarmadaWorld): Declaration {
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
