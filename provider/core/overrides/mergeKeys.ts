/** How the items of a list are told apart when one list is merged into another. */
export interface MergeKey {
  /** The field that every item must have. */
  readonly key: string;
  /** Tells apart items that share the key. */
  readonly also?: { readonly key: string; readonly default?: string };
  /** An item is one of several alternatives: a merged item keeps only the fields that the patch names. */
  readonly isUnion?: boolean;
}

/** A place in an object: keys, and `*` for an item of a list. */
export type ListPlace = readonly string[];

/** An object's type as far as it is known; absent fields match every rule. */
export interface ObjectType {
  readonly apiVersion?: string;
  readonly kind?: string;
}

/** Lists of a pod spec, wherever it stands: `spec` of a Pod, `spec.template.spec` of a workload. */
const podLists: Readonly<Record<string, MergeKey>> = {
  containers: { key: "name" },
  ephemeralContainers: { key: "name" },
  hostAliases: { key: "ip" },
  imagePullSecrets: { key: "name" },
  initContainers: { key: "name" },
  resourceClaims: { key: "name", isUnion: true },
  schedulingGates: { key: "name" },
  topologySpreadConstraints: { key: "topologyKey", also: { key: "whenUnsatisfiable" } },
  volumes: { key: "name", isUnion: true },
};

const containerLists: Readonly<Record<string, MergeKey>> = {
  env: { key: "name" },
  ports: { key: "containerPort", also: { key: "protocol", default: "TCP" } },
  volumeDevices: { key: "devicePath" },
  volumeMounts: { key: "mountPath" },
};

const containers = ["containers", "initContainers", "ephemeralContainers"];

/** Other lists, by kind and place. */
const listsOfKinds: Readonly<Record<string, Readonly<Record<string, MergeKey>>>> = {
  MutatingWebhookConfiguration: {
    webhooks: { key: "name" },
    "webhooks.*.matchConditions": { key: "name" },
  },
  Service: { "spec.ports": { key: "port", also: { key: "protocol", default: "TCP" } } },
  ServiceAccount: { secrets: { key: "name" } },
  ValidatingAdmissionPolicy: {
    "spec.matchConditions": { key: "name" },
    "spec.variables": { key: "name" },
  },
  ValidatingWebhookConfiguration: {
    webhooks: { key: "name" },
    "webhooks.*.matchConditions": { key: "name" },
  },
};

/**
 * How the items of the list at a place are merged, or `undefined` for a list that is replaced whole,
 * such as args, tolerations, subjects, rules, a ServiceAccount's imagePullSecrets.
 *
 * Custom kinds have no merge keys in Kubernetes; here a pod template in one (`template.spec`) has
 * those of a pod. Source: Kubernetes 1.36 OpenAPI, `x-kubernetes-patch-merge-key` and
 * `x-kubernetes-list-map-keys` (which give ports their protocol).
 *
 * @example
 * [mergeKeyOf({ kind: "Service" }, ["spec", "ports"]), mergeKeyOf({ kind: "NetworkPolicy" }, ["spec", "ingress"])]
 * //=> [{ key: "port", also: { key: "protocol", default: "TCP" } }, undefined]
 */
export function mergeKeyOf(type: ObjectType, place: ListPlace): MergeKey | undefined {
  const [grandparent, parent, list] = ["", "", ...place].slice(-3);
  if (list === undefined) return undefined;
  const isContainer = parent === "*" && containers.some((each) => each === grandparent);
  if (isContainer) return own(containerLists, list);
  const isPodSpec = parent === "spec" && (isBuiltIn(type) || grandparent === "template");
  return keyOfKind(type, place) ?? (isPodSpec ? own(podLists, list) : undefined);
}

/** A Service is assumed where the kind is not known: no other built-in kind has `spec.ports`. */
function keyOfKind(type: ObjectType, place: ListPlace): MergeKey | undefined {
  if (!isBuiltIn(type)) return undefined;
  return own(own(listsOfKinds, type.kind ?? "Service") ?? {}, place.join("."));
}

/** Kubernetes' own groups have no dot, or end in `.k8s.io`. */
function isBuiltIn({ apiVersion = "v1" }: ObjectType): boolean {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return !group.includes(".") || group.endsWith(".k8s.io");
}

/** So that a list that is called `constructor` has no merge key. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined;
}
