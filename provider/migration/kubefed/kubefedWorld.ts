import { federatedTypes } from "../../core/kinds/federatedTypes";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject, MemberCluster } from "../../core/model";
import { mapAt, mapsAt, textAt, textsAt, textsOf, without } from "../../core/plain/fields";
import { groupOf, identityOf } from "../../core/manifests/manifest";

/** One override of KubeFed: all operations for one cluster. */
export interface KubefedOverride {
  readonly clusterName: string;
  readonly operations: readonly KubeObject[];
}

/** A federated object of either generation, its parts put together. */
export interface KubefedObject {
  /** The object that it was read from. */
  readonly federated: KubeObject;
  /** `Deployment` for a FederatedDeployment. */
  readonly kind: string;
  readonly apiVersion: string;
  readonly isClusterScoped: boolean;
  readonly name: string;
  /** `""` for an object that belongs to the whole cluster. */
  readonly namespace: string;
  readonly template: KubeObject;
  /** As written; absent where there is none. */
  readonly placement?: KubeObject;
  readonly overrides: readonly KubefedOverride[];
  readonly retainReplicas: boolean;
  /** Of 2018: three objects per resource, dotted paths, no bound by the namespace. */
  readonly isOf2018: boolean;
}

/** All that KubeFed knew, sorted out. */
export interface KubefedWorld {
  readonly clusters: readonly MemberCluster[];
  readonly objects: readonly KubefedObject[];
  readonly preferences: readonly KubeObject[];
  /** Whether the control plane managed only its own namespace; then namespaces bound nothing. */
  readonly isNamespaced: boolean;
  /** What is none of this. */
  readonly others: readonly KubeObject[];
}

/** Groups of KubeFed's own kinds, `k8s.io` in 2018. */
export function isOfKubefed(object: KubeObject): boolean {
  return /(^|\.)(kubefed\.(k8s\.)?io|federation\.k8s\.io)$/.test(
    groupOf(textAt(object, "apiVersion")),
  );
}

/** Whether an object is a federated one, whatever its group: kind and spec tell. */
export function isFederated(object: KubeObject): boolean {
  const { kind } = identityOf(object);
  return (
    /^Federated[A-Z]/.test(kind) &&
    !ownKinds.includes(kind) &&
    (isOfKubefed(object) || isPlainObject(mapAt(object, "spec").placement))
  );
}

const ownKinds = ["FederatedTypeConfig", "FederatedCluster", "FederatedServiceStatus"];

/**
 * Sorts out objects of KubeFed, final or of 2018, with what there is of plain Kubernetes: a Namespace
 * is the template of its federated one in 2018.
 */
export function readKubefed(
  objects: readonly KubeObject[],
  given: readonly MemberCluster[],
): KubefedWorld {
  const parts = partsOf2018(objects);
  const types = typesOf(objects);
  const federated = objects.filter(
    (object) => isFederated(object) && !parts.some((part) => part.object === object),
  );
  const read = federated.map((object) => readObject(object, { parts, types }));
  const spaces = namespacesOf2018({ objects, parts, read });
  const registered = objects.filter(({ kind }) =>
    ["KubeFedCluster", "FederatedCluster"].includes(String(kind)),
  );
  const clusters = registered.map(readCluster);
  const known = new Set(clusters.map(({ name }) => name));
  const used = new Set<KubeObject>([
    ...federated,
    ...registered,
    ...parts.map(({ object }) => object),
    ...spaces.map((each) => each.federated),
  ]);
  const preferences = objects.filter(({ kind }) => kind === "ReplicaSchedulingPreference");
  return {
    clusters: [...clusters, ...given.filter(({ name }) => !known.has(name))],
    objects: [...spaces, ...read],
    preferences,
    isNamespaced: objects.some(
      (object) => object.kind === "KubeFedConfig" && mapAt(object, "spec").scope === "Namespaced",
    ),
    others: objects.filter((object) => !used.has(object) && !preferences.includes(object)),
  };
}

interface Part {
  readonly object: KubeObject;
  readonly part: "Placement" | "Override";
  /** Kind of the federated object, namespace and name. */
  readonly of: string;
}

function partsOf2018(objects: readonly KubeObject[]): Part[] {
  return objects.filter(isFederated).flatMap((object) => {
    const { kind } = identityOf(object);
    const part = (["Placement", "Override"] as const).find((each) => kind.endsWith(each));
    return part === undefined
      ? []
      : [{ object, part, of: placeOf({ ...object, kind: kind.slice(0, -part.length) }) }];
  });
}

function placeOf(object: KubeObject): string {
  const { kind, namespace, name } = identityOf(object);
  return `${kind}/${namespace}/${name}`;
}

function readObject(
  federated: KubeObject,
  {
    parts,
    types,
  }: { readonly parts: readonly Part[]; readonly types: ReadonlyMap<string, TargetType> },
): KubefedObject {
  const spec = mapAt(federated, "spec");
  const own = parts.filter(({ of }) => of === placeOf(federated));
  const isOf2018 =
    own.length > 0 ||
    /^(core|primitives)\.federation\.k8s\.io\//.test(textAt(federated, "apiVersion"));
  const placement = own.find(({ part }) => part === "Placement")?.object.spec ?? spec.placement;
  const override = own.find(({ part }) => part === "Override")?.object ?? federated;
  const kind = textAt(federated, "kind").replace(/^Federated/, "");
  const template = mapAt(spec, "template");
  const type = typeOf({ kind, template, types, federated });
  const { name, namespace } = identityOf(federated);
  return {
    federated,
    kind,
    ...type,
    name,
    namespace: type.isClusterScoped ? (kind === "Namespace" ? namespace : "") : namespace,
    template,
    ...(isPlainObject(placement) ? { placement } : {}),
    overrides: mapsAt(mapAt(override, "spec"), "overrides").map(readOverride),
    retainReplicas: spec.retainReplicas === true,
    isOf2018,
  };
}

/** Before overrides were generic, those of 2018 named a field: `replicas`, `data`. */
function readOverride(override: KubeObject): KubefedOverride {
  const { clusterOverrides } = override;
  const fields = without(override, "clusterName", "clustername", "clusterOverrides");
  const places: Readonly<Record<string, string>> = { replicas: "spec.replicas" };
  const early = Object.entries(fields).map(([key, value]) => ({ path: places[key] ?? key, value }));
  return {
    clusterName: textAt(override, "clusterName") || textAt(override, "clustername"),
    operations: [
      ...(Array.isArray(clusterOverrides) ? mapsAt(override, "clusterOverrides") : []),
      ...early,
    ],
  };
}

interface TargetType {
  readonly apiVersion: string;
  readonly isClusterScoped: boolean;
}

function typesOf(objects: readonly KubeObject[]): ReadonlyMap<string, TargetType> {
  return new Map(
    objects
      .filter(({ kind }) => kind === "FederatedTypeConfig")
      .map((config) => {
        const spec = mapAt(config, "spec");
        const target = { ...mapAt(spec, "target"), ...mapAt(spec, "targetType") };
        const group = textAt(target, "group");
        const version = textAt(target, "version");
        return [
          textAt(target, "kind"),
          {
            apiVersion: group === "" ? version : `${group}/${version}`,
            isClusterScoped: target.scope === "Cluster" || spec.namespaced === false,
          },
        ];
      }),
  );
}

function typeOf(given: {
  readonly kind: string;
  readonly template: KubeObject;
  readonly types: ReadonlyMap<string, TargetType>;
  readonly federated: KubeObject;
}): TargetType {
  const { kind, template, types, federated } = given;
  const own = textAt(template, "apiVersion");
  const configured = types.get(kind);
  if (configured !== undefined) {
    return own === "" ? configured : { ...configured, apiVersion: own };
  }
  const known = federatedTypes.find((type) => type.kind === kind);
  if (known !== undefined) {
    const apiVersion = own === "" ? known.apiVersion : own;
    return { apiVersion, isClusterScoped: known.scope === "Cluster" };
  }
  const isInNamespace = identityOf(federated).namespace !== "";
  return { apiVersion: own === "" ? "v1" : own, isClusterScoped: !isInNamespace };
}

/** In 2018 the namespace itself was the template; a placement alone is enough. */
function namespacesOf2018(given: {
  readonly objects: readonly KubeObject[];
  readonly parts: readonly Part[];
  readonly read: readonly KubefedObject[];
}): KubefedObject[] {
  const { objects, parts, read } = given;
  const ownPlacements = parts.filter(
    ({ of, part }) => part === "Placement" && of.startsWith("FederatedNamespace/"),
  );
  const used = read.filter(({ isOf2018, kind }) => isOf2018 && kind !== "Namespace");
  const names = new Set([
    ...used.map(({ namespace }) => namespace).filter((name) => name !== ""),
    ...ownPlacements.map(({ object }) => identityOf(object).name),
  ]);
  const isFederatedAlready = (name: string): boolean =>
    read.some((each) => each.kind === "Namespace" && each.name === name);
  return [...names]
    .filter((name) => !isFederatedAlready(name))
    .map((name) => {
      const template = objects.find(
        (object) => object.kind === "Namespace" && identityOf(object).name === name,
      );
      const placement = ownPlacements.find(
        ({ object }) => identityOf(object).name === name,
      )?.object;
      const assumed = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
      return {
        federated: template ?? placement ?? assumed,
        kind: "Namespace",
        apiVersion: "v1",
        isClusterScoped: true,
        name,
        namespace: name,
        template: template ?? {},
        // Without a placement a namespace of a cluster-wide control plane was everywhere.
        placement: placement === undefined ? { clusterSelector: {} } : mapAt(placement, "spec"),
        overrides: [],
        retainReplicas: false,
        isOf2018: true,
      };
    });
}

function readCluster(cluster: KubeObject): MemberCluster {
  const status = mapAt(cluster, "status");
  const zone = textAt(status, "zone");
  const zones = zone === "" ? textsAt(status, "zones") : [zone];
  const region = textAt(status, "region");
  return {
    name: identityOf(cluster).name,
    labels: textsOf(mapAt(cluster, "metadata", "labels")),
    ...(region === "" ? {} : { region }),
    ...(zones.length === 0 ? {} : { zones }),
  };
}
