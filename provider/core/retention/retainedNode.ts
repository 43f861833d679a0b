import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { sameAs } from "../overrides/mergeItem";
import { type ListPlace, type MergeKey, mergeKeyOf } from "../overrides/mergeKeys";
import { ownValue } from "../plain/ownKey";
import { mapAt, without } from "../plain/fields";
import type { FieldWay } from "../existing/fieldOwners";
import { listKeyOf } from "./listKeys";

/** What is known of an object that exists, to tell what its retained fields are to be. */
export interface KnownObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** What was written last, and what the object was then, as the stack's state has them; absent: never. */
  readonly before: { readonly inputs: KubeObject; readonly object: KubeObject } | undefined;
  /** Retained fields that were wanted before, as `wantedFields` names them. */
  readonly once: ReadonlySet<string>;
  /** The object as its cluster has it now; absent where that is not known. */
  readonly live: KubeObject | undefined;
  /**
   * Which values retained fields get: `"state"` repeats what was written last, so that there is nothing
   * to do; `"live"` takes what the cluster has, so that a change of other fields changes nothing here.
   */
  readonly source: "state" | "live";
}

/** The same place of an object as wanted, as written last, as it was after that, and as it is. */
export interface RetainedNode {
  readonly wanted: unknown;
  readonly written: unknown;
  readonly stored: unknown;
  readonly live: unknown;
  /** With `*` for an item of a list. */
  readonly place: ListPlace;
  /** With the items themselves. */
  readonly way: FieldWay;
  /** With a name for each item that stays the same when its list is put into another order. */
  readonly name: readonly string[];
  /** Whether it is in an item that the member cluster does not have: that comes with all its fields. */
  readonly isInNewItem: boolean;
}

/** The place where all of an object is. */
export function rootNode(known: KnownObject, desired: KubeObject): RetainedNode {
  return {
    wanted: desired,
    written: withoutNoAddress(known),
    stored: known.before?.object,
    live: known.live,
    place: [],
    way: [],
    name: [],
    isInNewItem: false,
  };
}

/** The place one step further: a key of a map, or an index of the list that is wanted. */
export function stepInto(
  known: KnownObject,
  node: RetainedNode,
  step: string | number,
): RetainedNode {
  if (Array.isArray(node.wanted)) {
    const item: unknown = node.wanted[Number(step)];
    return itemNode(known, node, { item, index: Number(step) });
  }
  const key = String(step);
  const child = (map: unknown) => (isPlainObject(map) ? ownValue(map, key) : undefined);
  return {
    wanted: child(node.wanted),
    written: child(node.written),
    stored: child(node.stored),
    live: child(node.live),
    place: [...node.place, key],
    way: [...node.way, key],
    name: [...node.name, key],
    isInNewItem: node.isInNewItem,
  };
}

/** The place of an item: by its merge key wherever it stands, else by its index. */
export function itemNode(
  known: KnownObject,
  node: RetainedNode,
  { item, index }: { readonly item: unknown; readonly index: number },
): RetainedNode {
  const key = keyOf(known, node.place);
  const find = (list: unknown): unknown => {
    if (!Array.isArray(list)) return undefined;
    return key === undefined || !isPlainObject(item) ? list[index] : findItem(list, item, key);
  };
  const live = find(node.live);
  return {
    wanted: item,
    written: find(node.written),
    stored: find(node.stored),
    live,
    place: [...node.place, "*"],
    way: [...node.way, isPlainObject(item) ? item : {}],
    name: [...node.name, nameOf(item, key) ?? String(index)],
    isInNewItem: node.isInNewItem || (known.live !== undefined && isAbsent(live)),
  };
}

/** The table knows Kubernetes' own kinds; of others the live object tells who owns which items by what. */
export function keyOf(known: KnownObject, place: ListPlace): MergeKey | undefined {
  return mergeKeyOf(known, place) ?? listKeyOf(known.live, place);
}

/** The item of a list that has the merge key of another one. */
export function findItem(list: readonly unknown[], item: unknown, key: MergeKey): unknown {
  if (!isPlainObject(item)) return undefined;
  const isSame = sameAs(item, key);
  return list.find((each) => isSame(each) === "yes");
}

/** Nothing and null are the same to an API server. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether neither of two values is there. */
export function areAbsent(one: unknown, other: unknown): boolean {
  return isAbsent(one) && isAbsent(other);
}

function nameOf(item: unknown, key: MergeKey | undefined): string | undefined {
  if (key === undefined || !isPlainObject(item)) return undefined;
  const { key: first, also } = key;
  const second = also === undefined ? [] : [ownValue(item, also.key) ?? also.default];
  return [ownValue(item, first), ...second].map(String).join("/");
}

/** That a Service has no address is no address that it could keep. */
function withoutNoAddress({ apiVersion, kind, before }: KnownObject): KubeObject | undefined {
  const spec = mapAt(before?.inputs, "spec");
  if (apiVersion !== "v1" || kind !== "Service" || spec.clusterIP !== "None") return before?.inputs;
  return { ...before?.inputs, spec: without(spec, "clusterIP", "clusterIPs") };
}
