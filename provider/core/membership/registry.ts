import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";

/** Which API a host cluster's registry speaks. */
export type RegistryKind = "Cluster" | "KubeFedCluster";

/** A member cluster as a registry describes it; never a credential. */
export interface RegisteredCluster {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly apiEndpoint: string;
  /** PEM certificates. */
  readonly ca?: string | undefined;
  readonly proxyURL?: string | undefined;
  readonly disabledTLSValidations?: readonly string[] | undefined;
  /** The Secret beside it whose key `token` holds a token. */
  readonly secretName?: string | undefined;
  /** What KubeFed's controller has found of the place of its nodes. */
  readonly region?: string | undefined;
  readonly zones?: readonly string[] | undefined;
}

/** How objects of a registry are called and where they are. */
export interface RegistryApi {
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** KubeFed's and the Cluster Registry's namespace. */
  readonly namespace: string;
}

/** Both registries: the Cluster Registry of 2018, and KubeFed's own list of members. */
export const registryApis: Readonly<Record<RegistryKind, RegistryApi>> = {
  Cluster: {
    apiVersion: "clusterregistry.k8s.io/v1alpha1",
    group: "clusterregistry.k8s.io",
    version: "v1alpha1",
    plural: "clusters",
    namespace: "kube-multicluster-public",
  },
  KubeFedCluster: {
    apiVersion: "core.kubefed.io/v1beta1",
    group: "core.kubefed.io",
    version: "v1beta1",
    plural: "kubefedclusters",
    namespace: "kube-federation-system",
  },
};

/**
 * The `spec` of a registry's object for a cluster.
 *
 * @example
 * registrySpec("Cluster", { name: "us", labels: {}, apiEndpoint: "https://us:6443" })
 * //=> { kubernetesApiEndpoints: { serverEndpoints: [{ clientCIDR: "0.0.0.0/0", serverAddress: "https://us:6443" }] } }
 */
export function registrySpec(kind: RegistryKind, cluster: RegisteredCluster): KubeObject {
  const { apiEndpoint, ca, proxyURL, disabledTLSValidations, secretName } = cluster;
  const caBundle = ca === undefined ? {} : { caBundle: toBase64(ca) };
  if (kind === "Cluster") {
    const serverEndpoints = [{ clientCIDR: "0.0.0.0/0", serverAddress: apiEndpoint }];
    return { kubernetesApiEndpoints: { serverEndpoints, ...caBundle } };
  }
  return {
    apiEndpoint,
    ...caBundle,
    secretRef: { name: secretName },
    ...(proxyURL === undefined ? {} : { proxyURL }),
    ...(disabledTLSValidations === undefined ? {} : { disabledTLSValidations }),
  };
}

/**
 * Reads a registry's object back; undefined for one that names no server.
 *
 * @example
 * readRegistered({ metadata: { name: "us" }, spec: { apiEndpoint: "https://us", secretRef: { name: "s" } } })
 * //=> { name: "us", labels: {}, apiEndpoint: "https://us", secretName: "s" }
 */
export function readRegistered(object: KubeObject): RegisteredCluster | undefined {
  const metadata = mapAt(object, "metadata");
  const spec = mapAt(object, "spec");
  const endpoints = mapAt(spec, "kubernetesApiEndpoints");
  const servers: unknown = endpoints["serverEndpoints"];
  const first: unknown = Array.isArray(servers) ? servers[0] : undefined;
  const server = isPlainObject(first) ? textAt(first, "serverAddress") : undefined;
  const apiEndpoint = textAt(spec, "apiEndpoint") ?? server;
  if (apiEndpoint === undefined) return undefined;
  const caBundle = textAt(spec, "caBundle") ?? textAt(endpoints, "caBundle");
  const disabled: unknown = spec["disabledTLSValidations"];
  const status = mapAt(object, "status");
  const zones: unknown = status["zones"];
  return {
    name: textAt(metadata, "name") ?? "",
    labels: textsOf(mapAt(metadata, "labels")),
    apiEndpoint,
    ca: caBundle === undefined ? undefined : Buffer.from(caBundle, "base64").toString("utf8"),
    proxyURL: textAt(spec, "proxyURL"),
    disabledTLSValidations: Array.isArray(disabled) ? disabled.map(String) : undefined,
    secretName: textAt(mapAt(spec, "secretRef"), "name"),
    region: textAt(status, "region"),
    zones: Array.isArray(zones) ? zones.map(String) : undefined,
  };
}

/** A CustomResourceDefinition without its kind. */
export interface RegistryDefinition {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: KubeObject;
}

/**
 * The definition of a registry's kind, as far as its objects here need it: other fields are kept as they
 * are written.
 *
 * @example
 * registryDefinition("KubeFedCluster").metadata
 * //=> { name: "kubefedclusters.core.kubefed.io" }
 */
export function registryDefinition(kind: RegistryKind): RegistryDefinition {
  const { group, version, plural } = registryApis[kind];
  const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const openAPIV3Schema = { type: "object", properties: { spec: anything, status: anything } };
  return {
    metadata: { name: `${plural}.${group}`, ...approvalOf(group) },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema },
        },
      ],
    },
  };
}

/** API servers refuse a definition in a group of Kubernetes' own that does not say who approved it. */
function approvalOf(group: string): Pick<RegistryDefinition["metadata"], "annotations"> {
  if (!/\.(k8s|kubernetes)\.io$/.test(group)) return {};
  const approval = "unapproved, the group is older than approvals";
  return { annotations: { "api-approved.kubernetes.io": approval } };
}

function toBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function mapAt(object: KubeObject, field: string): KubeObject {
  const value = object[field];
  return isPlainObject(value) ? value : {};
}

function textAt(object: KubeObject, field: string): string | undefined {
  const value = object[field];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function textsOf(map: KubeObject): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
}
