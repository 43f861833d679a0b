import { compareText } from "../plain/text";
import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { ownerOfObject } from "../existing/ownerMark";

/** An object that a cluster has, with the plural under which it was listed. */
export interface ListedObject {
  readonly resource: string;
  readonly kind: string;
  readonly object: KubeObject;
}

/** How a stack's own objects are told from those of others. */
export interface OwnObjects {
  readonly uids: ReadonlySet<string>;
  /** The id that the stack's own objects bear; undefined where it has none yet. */
  readonly ownerId: string | undefined;
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
 * Whether an object is the stack's own: by the mark that it bears, else by its uid.
 *
 * @example
 * isOwn({ kind: "Secret", metadata: { name: "db", uid: "u" } }, { uids: new Set(["u"]), ownerId: "5f0c" })
 * //=> true
 */
export function isOwn(object: KubeObject, { uids, ownerId }: OwnObjects): boolean {
  const marked = ownerOfObject(object);
  if (marked !== undefined) return marked === ownerId;
  const { uid } = metadataOf(object);
  return typeof uid === "string" && uids.has(uid);
}

/**
 * The objects that are neither automatic nor the stack's own, as sentences name them; sorted.
 *
 * @example
 * strangersAmong([{ resource: "secrets", kind: "Secret", object: { metadata: { name: "db", namespace: "shop", uid: "u" } } }], { uids: new Set(), ownerId: undefined })
 * //=> ["Secret shop/db"]
 */
export function strangersAmong(objects: readonly ListedObject[], own: OwnObjects): string[] {
  // Items of a list do not say of what kind they are.
  const named = objects.map((each) => ({ ...each, object: { ...each.object, kind: each.kind } }));
  const strangers = named.filter((each) => !isOwn(each.object, own) && !isAutomatic(each));
  return strangers.map(titleOf).sort(compareText);
}

function titleOf({ kind, object }: ListedObject): string {
  const { name, namespace } = metadataOf(object);
  const place = typeof namespace === "string" ? `${namespace}/` : "";
  const marked = ownerOfObject(object);
  const whose = marked === undefined ? "" : ` (of the stack with the id ${marked})`;
  return `${kind} ${place}${String(name)}${whose}`;
}

function metadataOf({ metadata }: KubeObject): KubeObject {
  return isPlainObject(metadata) ? metadata : {};
}
