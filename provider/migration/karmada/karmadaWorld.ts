import type { KubeObject, LabelSelector, MemberCluster } from "../../core/model";
import { isPlainObject } from "../../core/plain/plainObject";
import { matchesSelector } from "../../core/kinds/labelSelector";
import { mapAt, mapsAt, textAt, textsAt, textsOf } from "../../core/plain/fields";
import { groupOf, identityOf } from "../../core/manifests/manifest";
import { clusterMade } from "../objects/clusterMade";
import { withoutPlainDefaults } from "../objects/plainDefaults";
import { isIgnoredNamespace } from "./karmadaNamespaces";
import type { YamlText } from "./sending/fieldOverrider";

/** A member cluster with what Karmada's affinities look at. */
export interface KarmadaCluster extends MemberCluster {
  readonly provider: string;
  readonly taints: readonly KubeObject[];
  /** Whether its Cluster is among the objects, so that what it has not is known. */
  readonly isDescribed: boolean;
  /** What it serves, as `apiVersion kind`; absent where the input does not say. */
  readonly serves?: ReadonlySet<string>;
}

/** All that Karmada's control plane held, sorted out. */
export interface KarmadaWorld {
  readonly clusters: readonly KarmadaCluster[];
  /** Resource templates: plain Kubernetes objects. */
  readonly templates: readonly KubeObject[];
  /** PropagationPolicies and ClusterPropagationPolicies. */
  readonly propagation: readonly KubeObject[];
  /** OverridePolicies and ClusterOverridePolicies. */
  readonly overrides: readonly KubeObject[];
  /** ResourceBindings: what the scheduler decided, where the input has them. */
  readonly bindings: readonly KubeObject[];
  /** Karmada's other objects. */
  readonly others: readonly KubeObject[];
  /** What reads and writes YAML inside of fields. @default nothing does */
  readonly yaml?: YamlText;
}

/** Whether an object is of one of Karmada's own kinds. */
export function isOfKarmada(object: KubeObject): boolean {
  return groupOf(textAt(object, "apiVersion")).endsWith("karmada.io");
}

/** Whether an API server has filled in its defaults. */
function isLive(object: KubeObject): boolean {
  return textAt(mapAt(object, "metadata"), "uid") !== "";
}

/** What a control plane has for itself, such as the tokens of its members: nobody propagates it. */
function isOfControlPlane(object: KubeObject): boolean {
  const { kind, name, namespace } = identityOf(object);
  const place = kind === "Namespace" ? name : namespace;
  return isIgnoredNamespace(place) || isGiven(object);
}

/** What every cluster makes by itself; a token that a person asked for is not. */
function isGiven(object: KubeObject): boolean {
  const { kind, name } = identityOf(object);
  if (kind === "Namespace") return name === "default";
  return kind !== "Secret" && clusterMade(object) !== undefined;
}

/** Sorts out the objects of a Karmada control plane. */
export function readKarmada(
  objects: readonly KubeObject[],
  given: readonly MemberCluster[],
): KarmadaWorld {
  const own = objects.filter(isOfKarmada);
  const ofKind = (...kinds: readonly string[]): readonly KubeObject[] =>
    own.filter(({ kind }) => kinds.includes(String(kind)));
  const registered = ofKind("Cluster");
  const known = new Set(registered.map((cluster) => identityOf(cluster).name));
  const propagation = ofKind("PropagationPolicy", "ClusterPropagationPolicy");
  const overrides = ofKind("OverridePolicy", "ClusterOverridePolicy");
  const bindings = ofKind("ResourceBinding", "ClusterResourceBinding");
  const sorted = new Set([...registered, ...propagation, ...overrides, ...bindings]);
  return {
    clusters: [
      ...registered.map(readCluster),
      ...given
        .filter(({ name }) => !known.has(name))
        .map((cluster) => ({ ...cluster, provider: "", taints: [], isDescribed: false })),
    ],
    templates: objects
      .filter((object) => !isOfKarmada(object) && !isOfControlPlane(object))
      .map((object) => (isLive(object) ? withoutPlainDefaults(object) : object)),
    propagation,
    overrides,
    bindings,
    others: own.filter((object) => !sorted.has(object)),
  };
}

function readCluster(cluster: KubeObject): KarmadaCluster {
  const spec = mapAt(cluster, "spec");
  const zone = textAt(spec, "zone");
  const zones = textsAt(spec, "zones");
  const region = textAt(spec, "region");
  const allZones = zones.length > 0 || zone === "" ? zones : [zone];
  return {
    name: identityOf(cluster).name,
    labels: textsOf(mapAt(cluster, "metadata", "labels")),
    ...(region === "" ? {} : { region }),
    ...(allZones.length === 0 ? {} : { zones: allZones }),
    provider: textAt(spec, "provider"),
    taints: mapsAt(spec, "taints"),
    isDescribed: true,
    ...servedBy(cluster),
  };
}

function servedBy(cluster: KubeObject): Pick<KarmadaCluster, "serves"> {
  const enablements = mapsAt(mapAt(cluster, "status"), "apiEnablements");
  if (enablements.length === 0) return {};
  const serves = enablements.flatMap((each) =>
    mapsAt(each, "resources").map(({ kind }) => `${textAt(each, "groupVersion")} ${String(kind)}`),
  );
  return { serves: new Set(serves) };
}

/**
 * Whether a ClusterAffinity picks a cluster: names, labels and fields are all required, and it must
 * not be excluded. An empty one picks every cluster.
 */
export function isAffine(affinity: KubeObject, cluster: KarmadaCluster): boolean {
  if (textsAt(affinity, "exclude").includes(cluster.name)) return false;
  const names = textsAt(affinity, "clusterNames");
  if (names.length > 0 && !names.includes(cluster.name)) return false;
  const selector = affinity.labelSelector;
  if (isSelector(selector) && !matchesSelector(selector, cluster.labels)) return false;
  return mapsAt(mapAt(affinity, "fieldSelector"), "matchExpressions").every((requirement) =>
    meetsField(requirement, cluster),
  );
}

function isSelector(value: unknown): value is LabelSelector {
  return isPlainObject(value);
}

function meetsField(requirement: KubeObject, cluster: KarmadaCluster): boolean {
  const wanted = textsAt(requirement, "values");
  const fields: Readonly<Record<string, readonly string[]>> = {
    provider: cluster.provider === "" ? [] : [cluster.provider],
    region: cluster.region === undefined ? [] : [cluster.region],
    zone: cluster.zones ?? [],
  };
  const own = fields[textAt(requirement, "key")] ?? [];
  switch (requirement.operator) {
    case "In":
      return own.some((each) => wanted.includes(each));
    case "NotIn":
      return own.every((each) => !wanted.includes(each));
    case "Exists":
      return own.length > 0;
    case "DoesNotExist":
      return own.length === 0;
    default:
      return false;
  }
}

/** Whether a placement may use a cluster in spite of its taints. */
export function isTolerated(placement: KubeObject, { taints }: KarmadaCluster): boolean {
  const tolerations = mapsAt(placement, "clusterTolerations");
  return taints
    .filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute")
    .every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)));
}

function tolerates(toleration: KubeObject, taint: KubeObject): boolean {
  const effect = textAt(toleration, "effect");
  if (effect !== "" && effect !== taint.effect) return false;
  const key = textAt(toleration, "key");
  if (key !== "" && key !== taint.key) return false;
  if (toleration.operator === "Exists") return true;
  return key !== "" && textAt(toleration, "value") === textAt(taint, "value");
}
