import { childName } from "../core/kinds/federatedTypes";
import { parseUrn } from "../core/kinds/urn";
import { type Identity, indexOf, type StateObject } from "./stateIndex";
import type { StackState } from "./stackState";

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

function objectsLike(state: StackState, key: Identity): readonly StateObject[] {
  return (state.index ?? indexOf(state)).objectsLike(key);
}

/** A child is called after its component and its cluster; which part is which, the component tells. */
function isFederatedOn(state: StackState, { urn }: StateObject, cluster: string): boolean {
  const { head, type, name } = parseUrn(urn);
  const parent = type.split("$").slice(0, -1).join("$");
  if (!/kubefed:index:Federated\w+$/.test(parent)) return false;
  const component = name.slice(0, Math.max(0, name.length - cluster.length - 1));
  return childName(component, cluster) === name && state.has(`${head}::${parent}::${component}`);
}
