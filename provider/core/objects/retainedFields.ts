import { isPlainObject } from "../issue";
import type { KubeObject } from "../model";
import { type ListPlace, mergeKeyOf } from "../overrides/mergeKeys";
import { sameAs } from "../overrides/mergeItem";
import { ownValue } from "../paths/jsonPointer";
import type { PropertyPath } from "../paths/propertyPath";
import { mapAt, without } from "../plain/fields";
import { listKeyOf } from "./listKeys";

/** What is known of an object that exists, to tell what its retained fields are to be. */
export interface KnownObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** What was written last, and what the object was then, as the stack's state has them; absent: never. */
  readonly before: { readonly inputs: KubeObject; readonly object: KubeObject } | undefined;
  /** The object as its cluster has it now; absent where that is not known. */
  readonly live: KubeObject | undefined;
  /**
   * Which values retained fields get: `"state"` repeats what was written last, so that there is nothing
   * to do; `"live"` takes what the cluster has, so that a change of other fields changes nothing here.
   */
  readonly source: "state" | "live";
}

/** A place in an object as wanted, and what lies there. */
export interface RetainedPlace {
  /** The object as wanted. */
  readonly desired: KubeObject;
  /** Keys and indexes of the object as wanted. */
  readonly place: PropertyPath;
  /** What is left of the retained path below the place. */
  readonly rest: PropertyPath;
  /** What is wanted at the place. */
  readonly wanted: unknown;
}

/**
 * What a retained field of an object that exists is set to: the member cluster's value, and not what is
 * wanted. Undefined where nothing is to be written.
 *
 * - Items of lists with a merge key are found by it, wherever they stand; of other lists by their index.
 * - Below the path only what is wanted or was written before is looked at: what a member cluster adds
 *   beside it is not ours, and stays without our naming it.
 * - What the member cluster removed stays away. What was never written and is not there is written once.
 *
 * @example
 * retainedValue({ apiVersion: "v1", kind: "ConfigMap", before: undefined, live: { data: { a: "theirs" } }, source: "live" }, { desired: { data: { a: "ours" } }, place: ["data", "a"], rest: [], wanted: "ours" })
 * //=> "theirs"
 */
export function retainedValue(known: KnownObject, at: RetainedPlace): unknown {
  const root: Node = {
    wanted: at.desired,
    written: withoutNoAddress(known),
    stored: known.before?.object,
    live: known.live,
    place: [],
  };
  const node = at.place.reduce<Node>((from, step) => stepInto(known, from, step), root);
  return descend(known, { ...node, wanted: at.wanted }, at.rest);
}

/** The same place in the four of them. */
interface Node {
  readonly wanted: unknown;
  /** As written last. */
  readonly written: unknown;
  /** As the object was after that. */
  readonly stored: unknown;
  readonly live: unknown;
  /** With `*` for an item of a list. */
  readonly place: ListPlace;
}

function descend(known: KnownObject, node: Node, rest: PropertyPath): unknown {
  const [step, ...further] = rest;
  if (step === undefined) return settle(known, node);
  const { wanted } = node;
  if (Array.isArray(wanted)) {
    return wanted.map((item: unknown, index) =>
      step === "*" || step === index ? descend(known, stepInto(known, node, index), further) : item,
    );
  }
  if (!isAbsent(wanted) && !isPlainObject(wanted)) return wanted;
  // A list that is wanted no longer takes along what was retained in it.
  if (!isPlainObject(wanted) && !isPlainObject(node.written)) return undefined;
  const keys = step === "*" ? keysOf(node.wanted, node.written) : [String(step)];
  return withChildren(wanted, keys, (key) => descend(known, stepInto(known, node, key), further));
}

/** The wanted value, retained as a whole. */
function settle(known: KnownObject, node: Node): unknown {
  if (isAbsent(node.wanted) && isAbsent(node.written)) return undefined;
  const source = known.source === "state" ? node.stored : node.live;
  if (known.source === "state" && isAbsent(node.written)) return settleUnwritten(known, node);
  if (isAbsent(source)) return isAbsent(node.written) ? present(node.wanted) : undefined;
  if (isPlainObject(source)) return settleMap(known, node, source);
  return Array.isArray(source) ? settleList(known, node, source) : source;
}

/** While nothing changes, what another one has set first is not named by us either. */
function settleUnwritten({ live }: KnownObject, node: Node): unknown {
  return live !== undefined && !isAbsent(node.live) ? undefined : present(node.wanted);
}

function settleMap(known: KnownObject, node: Node, source: KubeObject): unknown {
  const keys = keysOf(node.wanted, node.written);
  // Neither is a map that could be looked into: then it is a value like any other.
  if (keys.length === 0 && !isPlainObject(node.wanted) && !isPlainObject(node.written))
    return source;
  return withChildren({}, keys, (key) => settle(known, stepInto(known, node, key)));
}

function settleList(known: KnownObject, node: Node, source: readonly unknown[]): unknown {
  const key = keyOf(known, node.place);
  if (key === undefined) return source;
  const wanted: unknown[] = Array.isArray(node.wanted) ? node.wanted : [];
  const written: unknown[] = Array.isArray(node.written) ? node.written : [];
  const more = written.filter((item) => findItem(wanted, item, key) === undefined);
  const items = [...wanted, ...more].map((item) => settle(known, itemNode(known, node, item)));
  return items.filter((item) => item !== undefined);
}

function stepInto(known: KnownObject, node: Node, step: string | number): Node {
  if (Array.isArray(node.wanted)) {
    const item: unknown = node.wanted[Number(step)];
    return itemNode(known, node, item, Number(step));
  }
  const key = String(step);
  const child = (map: unknown) => (isPlainObject(map) ? ownValue(map, key) : undefined);
  return {
    wanted: child(node.wanted),
    written: child(node.written),
    stored: child(node.stored),
    live: child(node.live),
    place: [...node.place, key],
  };
}

function itemNode(known: KnownObject, node: Node, item: unknown, index?: number): Node {
  const key = keyOf(known, node.place);
  const find = (list: unknown): unknown => {
    if (!Array.isArray(list)) return undefined;
    if (key !== undefined && isPlainObject(item)) return findItem(list, item, key);
    return index === undefined ? undefined : (list[index] as unknown);
  };
  return {
    wanted: find(node.wanted),
    written: find(node.written),
    stored: find(node.stored),
    live: find(node.live),
    place: [...node.place, "*"],
  };
}

/** That a Service has no address is no address that it could keep. */
function withoutNoAddress({ apiVersion, kind, before }: KnownObject): KubeObject | undefined {
  const spec = mapAt(before?.inputs, "spec");
  if (apiVersion !== "v1" || kind !== "Service" || spec.clusterIP !== "None") return before?.inputs;
  return { ...before?.inputs, spec: without(spec, "clusterIP", "clusterIPs") };
}

type Key = NonNullable<ReturnType<typeof mergeKeyOf>>;

/** The table knows Kubernetes' own kinds; of others the live object tells who owns which items by what. */
function keyOf(known: KnownObject, place: ListPlace): Key | undefined {
  return mergeKeyOf(known, place) ?? listKeyOf(known.live, place);
}

function findItem(list: readonly unknown[], item: unknown, key: Key): unknown {
  if (!isPlainObject(item)) return undefined;
  const isSame = sameAs(item, key);
  return list.find((each) => isSame(each) === "yes");
}

/** A map with some keys set anew; those that become undefined are left out. */
function withChildren(
  map: unknown,
  keys: readonly string[],
  child: (key: string) => unknown,
): KubeObject | undefined {
  const own = isPlainObject(map) ? Object.entries(map) : [];
  const others = own.filter(([key]) => !keys.includes(key));
  const set = keys.flatMap((key) => {
    const value = child(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  if (isAbsent(map) && set.length === 0) return undefined;
  return Object.fromEntries([...others, ...set]);
}

function keysOf(...maps: readonly unknown[]): string[] {
  const keys = maps.flatMap((map) => (isPlainObject(map) ? Object.keys(map) : []));
  return [...new Set(keys)];
}

function present(value: unknown): unknown {
  return value === null ? undefined : value;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
