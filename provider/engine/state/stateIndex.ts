import { copiesIn, type Copy } from "../../core/deletion/copies";
import { once } from "../../core/plain/records";
import { isPlainObject } from "../../core/plain/plainObject";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { groupOf } from "../../core/manifests/manifest";
import { type GuardRecord, guardRecord } from "../deletion/stateGuard";
import type { ClusterIdentity } from "../../core/membership/identity";
import { guardedKey } from "../../core/deletion/guardedObject";
import { ownerAnnotation } from "../../core/existing/ownerMark";

/** What the stack had when this run began: the outputs of every resource, by URN. */
export interface StackState extends ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  /** Made once, because every object asks; without it the resources are looked through. */
  readonly index?: StateIndex;
}

/** A Kubernetes object that the stack has, under whatever resource. */
export interface StateObject {
  readonly urn: string;
  /** What it is called within its cluster. */
  readonly key: string;
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
  /** What the stack has outside, by the URNs of the components that put it there. */
  readonly copies: () => ReadonlyMap<string, readonly Copy[]>;
  /** Which cluster each member was, by the member's name. */
  readonly identities: () => Readonly<Record<string, ClusterIdentity>>;
  /** What the last update left with the stack's guard. */
  readonly guard: () => GuardRecord;
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
    copies: once(() => copiesOf(resources)),
    identities: once(() => identitiesOf(resources)),
    guard: once(() => guardRecord(resources)),
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

function copiesOf(resources: Resources): ReadonlyMap<string, readonly Copy[]> {
  const byComponent = new Map<string, Copy[]>();
  for (const copy of copiesIn(resources.keys(), clustersOf(resources)))
    byComponent.set(copy.component, [...(byComponent.get(copy.component) ?? []), copy]);
  return byComponent;
}

function identitiesOf(resources: Resources): Readonly<Record<string, ClusterIdentity>> {
  const members = [...resources].flatMap(([urn, { identity }]) => {
    const { type, name } = parseUrn(urn);
    const isMember = ownType(type) === "kubefed:index:KubeFedCluster";
    return isMember && typeof identity === "string" ? [[name, identity] as const] : [];
  });
  return Object.fromEntries([...joinedIdentities(resources), ...members]);
}

/** What joining knew of it, before members themselves did. */
function joinedIdentities(resources: Resources): (readonly [string, ClusterIdentity])[] {
  return [...resources].flatMap(([urn, { clusterName, clusterUid }]) => {
    const isMembership = /\bClusterMembership$/.test(ownType(parseUrn(urn).type));
    const isKnown = typeof clusterName === "string" && typeof clusterUid === "string";
    return isMembership && isKnown && clusterUid !== "" ? [[clusterName, clusterUid] as const] : [];
  });
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
    const like = indexKey({ apiVersion, kind, name });
    const place = typeof namespace === "string" ? { namespace } : {};
    const key = guardedKey({ apiVersion, kind, name, ...place });
    const found = { urn, key, namespace, uid, mark: markOf(annotations) };
    index.set(like, [...(index.get(like) ?? []), found]);
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
