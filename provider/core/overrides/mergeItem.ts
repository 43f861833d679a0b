import type { EditProblem } from "../paths/editProblem";
import { ownValue } from "../plain/ownKey";
import { isPlainObject } from "../plain/plainObject";
import type { MergeKey } from "./mergeKeys";
import type { KubeObject } from "../model";
import { describeKind, isOpaque } from "../plain/valueKind";

/** Where in a list the item is that a patch's item means: `at` is the list's length for a new one. */
export type ItemMatch =
  { readonly at: number; readonly item: KubeObject } | { readonly problem: EditProblem };

/**
 * Finds the item of a list that an item of a patch means, by merge key. A problem where that cannot
 * be told: no merge key, one that is only known after apply, or several items that have it.
 */
export function matchItem(request: {
  readonly list: readonly unknown[];
  readonly item: unknown;
  readonly mergeKey: MergeKey;
}): ItemMatch {
  const { list, item, mergeKey } = request;
  if (!isPlainObject(item)) return { problem: notMap(item, mergeKey) };
  const unusable = problemOfKey(item, mergeKey);
  if (unusable !== undefined) return { problem: unusable };
  const is = sameAs(item, mergeKey);
  const [at, ...more] = [...list.keys()].filter((index) => is(list[index]) === "yes");
  if (more.length > 0) return { problem: severalItems(more.length + 1, mergeKey) };
  if (at !== undefined) return { at, item };
  return list.some((each) => is(each) === "maybe")
    ? { problem: leaf(`"${mergeKey.key}" of an item of the template`) }
    : { at: list.length, item };
}

/**
 * Tells of any other item whether it has the merge key of this one; `maybe` where that is only known
 * after apply. Where the second key is absent its default counts, or else any value.
 */
export function sameAs(
  item: KubeObject,
  { key, also }: MergeKey,
): (other: unknown) => "yes" | "no" | "maybe" {
  return (other) => {
    if (!isPlainObject(other)) return isOpaque(other) ? "maybe" : "no";
    const first = compare(ownValue(item, key), ownValue(other, key));
    if (first !== "yes" || also === undefined) return first;
    const wanted = ownValue(item, also.key) ?? also.default;
    if (wanted === undefined) return "yes";
    return compare(wanted, ownValue(other, also.key) ?? also.default);
  };
}

function compare(wanted: unknown, other: unknown): "yes" | "no" | "maybe" {
  if (isOpaque(other)) return "maybe";
  return wanted === other ? "yes" : "no";
}

function notMap(item: unknown, { key }: MergeKey): EditProblem {
  return isOpaque(item)
    ? leaf(`"${key}" of this item`)
    : conflict(`items of this list are maps with "${key}", came ${describeKind(item)}`);
}

function problemOfKey(item: KubeObject, { key, also }: MergeKey): EditProblem | undefined {
  const wanted = ownValue(item, key);
  if (wanted === undefined || wanted === null) {
    return conflict(`the item lacks "${key}", by which this list is merged`);
  }
  const unknown = [key, also?.key ?? key].find((each) => isOpaque(ownValue(item, each)));
  return unknown === undefined ? undefined : leaf(`"${unknown}" of this item`);
}

function severalItems(found: number, { key, also }: MergeKey): EditProblem {
  const hint = also === undefined ? "use clusterOverrides" : `say which one by "${also.key}"`;
  return conflict(`${found} items of the template have this "${key}"; ${hint}`);
}

function conflict(message: string): EditProblem {
  return { code: "merge-conflict", message };
}

function leaf(what: string): EditProblem {
  return {
    code: "merge-into-leaf",
    message: `${what}, by which this list is merged, is only known after apply; use clusterOverrides`,
  };
}
