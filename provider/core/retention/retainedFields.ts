import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import type { PropertyPath } from "../paths/propertyPath";
import { isAbsorbed, isInAtomicMap, ownersOf } from "../existing/fieldOwners";
import {
  findItem,
  isAbsent,
  itemNode,
  keyOf,
  type KnownObject,
  type RetainedNode,
  rootNode,
  stepInto,
} from "./retainedNode";
import { fieldName } from "./wantedFields";

export type { KnownObject } from "./retainedNode";

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
 * - What the member cluster removed stays away. What was never wanted before and is not there is written.
 * - What neither the program nor the state has is not named, and stays without that.
 *
 * @example
 * retainedValue({ apiVersion: "v1", kind: "ConfigMap", before: undefined, once: new Set(), live: { data: { a: "theirs" } }, source: "live" }, { desired: { data: { a: "ours" } }, place: ["data", "a"], rest: [], wanted: "ours" })
 * //=> "theirs"
 */
export function retainedValue(known: KnownObject, at: RetainedPlace): unknown {
  const root = rootNode(known, at.desired);
  const node = at.place.reduce<RetainedNode>((from, step) => stepInto(known, from, step), root);
  return descend(known, { ...node, wanted: at.wanted }, at.rest);
}

function descend(known: KnownObject, node: RetainedNode, rest: PropertyPath): unknown {
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

/** The value of a place that is retained as a whole. */
function settle(known: KnownObject, node: RetainedNode): unknown {
  const { wanted, written } = node;
  if (isAbsent(wanted) && isAbsent(written)) return settleUnnamed(known, node);
  const isState = known.source === "state";
  if (isState && isAbsent(written)) return settleUnwritten(known, node);
  const source = isState ? node.stored : node.live;
  if (isAbsent(source)) return settleMissing(known, node);
  if (isPlainObject(source)) return settleMap(known, node, source);
  return Array.isArray(source) ? settleList(known, node, source) : source;
}

/** What is not ours to name, unless our writing would drop it: what is taken over, and maps that are written whole. */
function settleUnnamed({ source, live }: KnownObject, node: RetainedNode): unknown {
  const isDropped = ownersOf(live, node.way).some(isAbsorbed) || isInAtomicMap(live, node.way);
  return source === "live" && isDropped ? present(node.live) : undefined;
}

/** While nothing changes, what another one has set first is not named by us either. */
function settleUnwritten(known: KnownObject, node: RetainedNode): unknown {
  return isAbsent(node.live) ? settleMissing(known, node) : undefined;
}

/** What is not on the member cluster: removed there, or wanted for the first time. */
function settleMissing({ once }: KnownObject, node: RetainedNode): unknown {
  const wasThere = !isAbsent(node.written) || once.has(fieldName(node));
  return wasThere && !node.isInNewItem ? undefined : present(node.wanted);
}

/** All that the member cluster has in it, and what is wanted for the first time. */
function settleMap(known: KnownObject, node: RetainedNode, source: KubeObject): unknown {
  const named = keysOf(node.wanted, node.written);
  const more = known.source === "live" ? Object.keys(source) : [];
  return withChildren({}, [...new Set([...named, ...more])], (key) => {
    const child = stepInto(known, node, key);
    return named.includes(key) ? settle(known, child) : child.live;
  });
}

function settleList(
  known: KnownObject,
  node: RetainedNode,
  source: readonly unknown[],
): readonly unknown[] {
  const key = keyOf(known, node.place);
  if (key === undefined || !Array.isArray(node.wanted)) return source;
  const wanted: readonly unknown[] = node.wanted;
  const theirs = source.filter((item) => findItem(wanted, item, key) === undefined);
  const items = wanted.map((item, index) => settle(known, itemNode(known, node, { item, index })));
  return [...items.filter((item) => item !== undefined), ...theirs];
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
  return value ?? undefined;
}
