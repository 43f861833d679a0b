import { compareText } from "../plain/text";
import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";

/** An object that a cluster has, with the plural under which it was listed. */
export interface ListedObject {
  readonly resource: string;
  readonly kind: string;
  readonly object: KubeObject;
}

/** How a stack's own objects are told from those of others. */
export interface OwnObjects {
  readonly uids: ReadonlySet<string>;
  /** Says by a mark on the object that it is this stack's. @default none does */
  readonly isMarked?: (object: KubeObject) => boolean;
}

/** What Kubernetes and its distributions put into every namespace by themselves. */
const automatic = [
  /^serviceaccounts\/(default|builder|deployer)$/,
  /^configmaps\/(kube-root-ca\.crt|openshift-service-ca\.crt|istio-ca-root-cert)$/,
  /^secrets\/(default|builder|deployer)-(token|dockercfg)-/,
  /^(events|endpoints|endpointslices|leases|pods\.metrics)\//,
  /^rolebindings\/system:(deployers|image-builders|image-pullers)$/,
];

/**
 * Whether an object is there because of another one, or by itself: what controllers keep for their owners,
 * what every namespace is born with, tokens, events, leases, and what is on its way out.
 *
 * @example
 * isAutomatic({ resource: "configmaps", kind: "ConfigMap", object: { metadata: { name: "kube-root-ca.crt" } } })
 * //=> true
 */
export function isAutomatic({ resource, object }: ListedObject): boolean {
  const { name, deletionTimestamp, ownerReferences } = metadataOf(object);
  if (deletionTimestamp !== undefined) return true;
  if (Array.isArray(ownerReferences) && ownerReferences.length > 0) return true;
  if (resource === "secrets" && object.type === "kubernetes.io/service-account-token") return true;
  return automatic.some((pattern) => pattern.test(`${resource}/${String(name)}`));
}

/**
 * The objects that are neither automatic nor the stack's own, as sentences name them; sorted.
 *
 * @example
 * strangersAmong([{ resource: "secrets", kind: "Secret", object: { metadata: { name: "db", namespace: "shop", uid: "u" } } }], { uids: new Set() })
 * //=> ["Secret shop/db"]
 */
export function strangersAmong(objects: readonly ListedObject[], own: OwnObjects): string[] {
  const strangers = objects.filter((each) => {
    const { uid } = metadataOf(each.object);
    const isOurs = typeof uid === "string" && own.uids.has(uid);
    return !isOurs && own.isMarked?.(each.object) !== true && !isAutomatic(each);
  });
  return strangers.map(titleOf).sort(compareText);
}

function titleOf({ kind, object }: ListedObject): string {
  const { name, namespace } = metadataOf(object);
  const place = typeof namespace === "string" ? `${namespace}/` : "";
  return `${kind} ${place}${String(name)}`;
}

function metadataOf({ metadata }: KubeObject): KubeObject {
  return isPlainObject(metadata) ? metadata : {};
}
