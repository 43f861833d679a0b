import { childName } from "../../core/kinds/federatedTypes";
import { ownType, parseUrn } from "../../core/kinds/urn";
import type { ObjectRecord } from "../../core/existing/existingObjects";
import { writtenUid } from "../deletion/stateGuard";
import { type Identity, indexOf, parentType, type StateObject } from "./stateIndex";
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

/** An object that a component is to have, and how its resource is called. */
export interface SoughtRecords extends Identity {
  /** Undefined where it has none, or where it is not known. */
  readonly namespace: string | undefined;
  /** The component's own type. */
  readonly component: string;
  readonly child: string;
  /** Whether another cluster's name in the state stands for the same cluster. */
  readonly isSameCluster: (name: string) => boolean;
}

/** The stack's resources that stand for an object of a kind, a namespace and a name, on whatever cluster. */
export function recordsOf(state: StackState, sought: SoughtRecords): ObjectRecord[] {
  const { namespace, component, child, isSameCluster } = sought;
  const found = objectsLike(state, sought).filter(
    (object) => namespace === undefined || namespace === object.namespace,
  );
  const guard = (state.index ?? indexOf(state)).guard();
  return found.map(({ urn, key, uid, mark }) => {
    const { type, name } = parseUrn(urn);
    const parent = parentType(type);
    const isOwn = parent !== undefined && ownType(parent) === component && name === child;
    const cluster = clusterOf(state, urn);
    const isHere = isOwn || (cluster !== undefined && isSameCluster(cluster));
    const isFederated = parent !== undefined && isFederatedType(parent);
    const written = writtenUid(guard, { cluster, key });
    return { urn, uid, written, mark, isOwn, isHere, isFederated };
  });
}

function objectsLike(state: StackState, key: Identity): readonly StateObject[] {
  return (state.index ?? indexOf(state)).objectsLike(key);
}

/** The member cluster of a federated component's child, which is called after both. */
function clusterOf(state: StackState, urn: string): string | undefined {
  const { head, type, name } = parseUrn(urn);
  const parent = parentType(type);
  if (parent === undefined || !isFederatedType(parent)) return undefined;
  return clusterNames(state).find((cluster) => {
    const component = name.slice(0, Math.max(0, name.length - cluster.length - 1));
    return childName(component, cluster) === name && state.has(`${head}::${parent}::${component}`);
  });
}

function isFederatedType(type: string): boolean {
  return ownType(type).startsWith("kubefed:index:Federated");
}

/** The names of the member clusters that the stack had. */
function clusterNames(state: StackState): readonly string[] {
  return (state.index ?? indexOf(state)).clusters();
}
