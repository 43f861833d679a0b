import once from "lodash/once";
import { isPlainObject } from "../../core/plain/plainObject";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { groupOf } from "../../core/manifests/manifest";
import { ownerAnnotation } from "../../core/existing/existingObjects";

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
  /** What it bears of the stack that made it. */
  readonly mark: string | undefined;
}

/** What an object is, without the cluster that it is on. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** What is looked up in a state again and again. */
export interface StateIndex {
  /** Of the Kubernetes objects right under components `<the component's own type> <name>`. */
  readonly children: () => ReadonlySet<string>;
  /** The names of the member clusters. */
  readonly clusters: () => readonly string[];
  /** All Kubernetes objects of a kind and a name, whatever their version. */
  readonly objectsLike: (key: Identity) => readonly StateObject[];
}

type Resources = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Makes the index of a state's resources, each part of it when it is first asked for. */
export function indexOf(resources: Resources): StateIndex {
  const objects = once(() => objectsOf(resources));
  return {
    children: once(() => childrenOf(resources)),
    clusters: once(() => clustersOf(resources)),
    objectsLike: (key) => objects().get(indexKey(key)) ?? [],
  };
}

function childrenOf(resources: Resources): ReadonlySet<string> {
  const children = [...resources.keys()].flatMap((urn) => {
    const { type, name } = parseUrn(urn);
    const component = parentType(type);
    return component === undefined ? [] : [`${ownType(component)} ${name}`];
  });
  return new Set(children);
}

function clustersOf(resources: Resources): readonly string[] {
  return [...resources.keys()]
    .map(parseUrn)
    .filter(({ type }) => ownType(type) === "kubefed:index:KubeFedCluster")
    .map(({ name }) => name);
}

/** The types down to the component right above a Kubernetes object; undefined where there is none. */
export function parentType(type: string): string | undefined {
  return /^(.+)\$kubernetes:[^$]+$/.exec(type)?.[1];
}

function objectsOf(resources: Resources): ReadonlyMap<string, readonly StateObject[]> {
  const index = new Map<string, StateObject[]>();
  for (const [urn, { apiVersion, kind, metadata }] of resources) {
    if (typeof apiVersion !== "string" || typeof kind !== "string") continue;
    if (!isPlainObject(metadata) || typeof metadata.name !== "string") continue;
    // The last part of its type is the kind of what is written: of a patch it is another word.
    if (!parseUrn(urn).type.endsWith(`:${kind}`)) continue;
    const { name, namespace, uid, annotations } = metadata;
    const key = indexKey({ apiVersion, kind, name });
    const mark = markOf(annotations);
    index.set(key, [...(index.get(key) ?? []), { urn, namespace, uid, mark }]);
  }
  return index;
}

function markOf(annotations: unknown): string | undefined {
  const mark = isPlainObject(annotations) ? annotations[ownerAnnotation] : undefined;
  return typeof mark === "string" ? mark : undefined;
}

function indexKey({ apiVersion, kind, name }: Identity): string {
  return [groupOf(apiVersion), kind, name].join("/");
}
