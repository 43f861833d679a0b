import once from "lodash/once";
import { isPlainObject } from "../core/plain/plainObject";
import { parseUrn } from "../core/kinds/urn";
import { groupOf } from "../core/manifests/manifest";

/** What the stack had when this run began: the outputs of every resource, by URN. */
export interface StackState extends ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  /** Made once, because every object asks; without it the resources are looked through. */
  readonly index?: StateIndex;
}

/** A Kubernetes object that the stack has, under whatever resource. */
export interface StateObject {
  readonly urn: string;
  readonly namespace: unknown;
  readonly uid: unknown;
}

/** What an object is, without the cluster that it is on. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** What is looked up in a state again and again. */
export interface StateIndex {
  /** The names of the Kubernetes objects under federated components. */
  readonly federatedChildren: () => ReadonlySet<string>;
  /** All Kubernetes objects of a kind and a name, whatever their version. */
  readonly objectsLike: (key: Identity) => readonly StateObject[];
}

type Resources = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Makes the index of a state's resources, each part of it when it is first asked for. */
export function indexOf(resources: Resources): StateIndex {
  const objects = once(() => objectsOf(resources));
  return {
    federatedChildren: once(() => federatedChildrenOf(resources)),
    objectsLike: (key) => objects().get(indexKey(key)) ?? [],
  };
}

function federatedChildrenOf(resources: Resources): ReadonlySet<string> {
  const urns = [...resources.keys()].map(parseUrn);
  const children = urns.filter(({ type }) => /kubefed:index:Federated\w+\$kubernetes:/.test(type));
  return new Set(children.map(({ name }) => name));
}

function objectsOf(resources: Resources): ReadonlyMap<string, readonly StateObject[]> {
  const index = new Map<string, StateObject[]>();
  for (const [urn, { apiVersion, kind, metadata }] of resources) {
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
