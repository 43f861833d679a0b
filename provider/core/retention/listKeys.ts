import { isPlainObject } from "../plain/plainObject";
import type { ListPlace, MergeKey } from "../overrides/mergeKeys";
import { ownValue } from "../plain/ownKey";
import { mapAt, mapsAt } from "../plain/fields";

/**
 * How the items of a list of a live object are told apart, as its `managedFields` have it: whoever owns an
 * item owns it by its keys. Undefined for a list that is owned as a whole, and where nobody owns it.
 *
 * Source: Kubernetes, structured-merge-diff `fieldpath/serialize-pe.go`.
 *
 * @example
 * listKeyOf({ metadata: { managedFields: [{ fieldsV1: { "f:spec": { "f:pools": { 'k:{"id":"a"}': {} } } } }] } }, ["spec", "pools"])
 * //=> { key: "id" }
 */
export function listKeyOf(live: unknown, place: ListPlace): MergeKey | undefined {
  for (const { fieldsV1 } of mapsAt(mapAt(live, "metadata"), "managedFields")) {
    const found = keyIn(fieldsV1, place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function keyIn(fields: unknown, place: ListPlace): MergeKey | undefined {
  if (!isPlainObject(fields)) return undefined;
  const [step, ...rest] = place;
  if (step === undefined) return keyOfItems(fields);
  const below =
    step === "*" ? Object.keys(fields).filter((key) => key.startsWith("k:")) : [`f:${step}`];
  for (const key of below) {
    const found = keyIn(ownValue(fields, key), rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A list with more than two keys is told apart by the first two; there is none in Kubernetes. */
function keyOfItems(fields: Readonly<Record<string, unknown>>): MergeKey | undefined {
  const item = Object.keys(fields).find((key) => key.startsWith("k:"));
  if (item === undefined) return undefined;
  const [key, also] = keysOfItem(item);
  if (key === undefined) return undefined;
  return also === undefined ? { key } : { key, also: { key: also } };
}

function keysOfItem(item: string): readonly string[] {
  try {
    const keys: unknown = JSON.parse(item.slice(2));
    return isPlainObject(keys) ? Object.keys(keys) : [];
  } catch {
    return [];
  }
}
