import { childName } from "../core/kinds/federatedTypes";
import { groupOf } from "../core/manifests/manifest";
import { isPlainObject } from "../core/issue";
import { parseUrn, type StackState } from "./stackState";

/** A Kubernetes object that the stack has, under whatever resource. */
interface StateObject {
  readonly urn: string;
  readonly namespace: unknown;
  readonly uid: unknown;
}

/** What an object is, without the cluster that it is on. */
interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

const indexes = new WeakMap<StackState, ReadonlyMap<string, readonly StateObject[]>>();

/** The URN of a component's own object, in the stack's last state. */
export function childObjectUrn(
  state: StackState,
  key: Identity & { readonly parent: string; readonly child: string },
): string | undefined {
  const { head, type } = parseUrn(key.parent);
  const start = `${head}::${type}$kubernetes:`;
  const isOwn = ({ urn }: StateObject): boolean =>
    urn.startsWith(start) && parseUrn(urn).name === key.child;
  return objectsLike(state, key).find(isOwn)?.urn;
}

/**
 * The URN of any federated component's object on a cluster of that name, whatever the component is
 * called: as much as the state alone can tell.
 */
export function federatedObjectUrn(
  state: StackState,
  key: Identity & { readonly namespace: string | undefined; readonly cluster: string },
): string | undefined {
  const { namespace, cluster } = key;
  return objectsLike(state, key).find(
    (object) =>
      (namespace === undefined || namespace === object.namespace) &&
      isFederatedOn(state, object, cluster),
  )?.urn;
}

/** The URN of the resource that has an object by its uid; a patch of it is another resource. */
export function objectUrn(
  state: StackState,
  key: Identity & { readonly uid: string },
): string | undefined {
  return objectsLike(state, key).find(({ uid }) => uid === key.uid)?.urn;
}

/** All of that kind and name; every object asks, and there are as many objects as there are URNs. */
function objectsLike(state: StackState, key: Identity): readonly StateObject[] {
  const known = indexes.get(state) ?? indexOf(state);
  indexes.set(state, known);
  return known.get(indexKey(key)) ?? [];
}

function indexOf(state: StackState): ReadonlyMap<string, readonly StateObject[]> {
  const index = new Map<string, StateObject[]>();
  for (const [urn, { apiVersion, kind, metadata }] of state) {
    if (typeof apiVersion !== "string" || typeof kind !== "string") continue;
    if (!isPlainObject(metadata) || typeof metadata.name !== "string") continue;
    // The last part of its type is the kind of what is written: of a patch it is another word.
    if (!parseUrn(urn).type.endsWith(`:${kind}`)) continue;
    const { name, namespace, uid } = metadata;
    const key = indexKey({ apiVersion, kind, name });
    index.set(key, [...(index.get(key) ?? []), { urn, namespace, uid }]);
  }
  return index;
}

function indexKey({ apiVersion, kind, name }: Identity): string {
  return [groupOf(apiVersion), kind, name].join("/");
}

/** A child is called after its component and its cluster; which part is which, the component tells. */
function isFederatedOn(state: StackState, { urn }: StateObject, cluster: string): boolean {
  const { head, type, name } = parseUrn(urn);
  const parent = type.split("$").slice(0, -1).join("$");
  if (!/kubefed:index:Federated\w+$/.test(parent)) return false;
  const component = name.slice(0, Math.max(0, name.length - cluster.length - 1));
  return childName(component, cluster) === name && state.has(`${head}::${parent}::${component}`);
}
