import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { ownValue } from "../plain/ownKey";
import { mapAt, mapsAt, textAt } from "../plain/fields";

/** The way to a field of a live object: keys of maps, and items of lists as they are. */
export type FieldWay = readonly (string | KubeObject)[];

/**
 * Who owns a field of a live object, or anything in it, as its `managedFields` have it: entries of the
 * object itself, not of its status or scale.
 *
 * Source: Kubernetes, structured-merge-diff `fieldpath/serialize-pe.go`.
 *
 * @example
 * ownersOf({ metadata: { managedFields: [{ manager: "helm", fieldsV1: { "f:data": { "f:a": {} } } }] } }, ["data", "a"])
 * //=> ["helm"]
 */
export function ownersOf(live: unknown, way: FieldWay): readonly string[] {
  return entriesOf(live)
    .filter((entry) => fieldsAt(entry.fieldsV1, way) !== undefined)
    .map((entry) => textAt(entry, "manager"));
}

/**
 * Whether a field of a live object is inside a map that has one owner as a whole, such as the selector of a
 * Service: whoever writes the map writes all of it. Then somebody owns the map, and nobody anything in it.
 *
 * @example
 * isInAtomicMap({ metadata: { managedFields: [{ manager: "helm", fieldsV1: { "f:spec": { "f:selector": {} } } }] } }, ["spec", "selector", "app"])
 * //=> true
 */
export function isInAtomicMap(live: unknown, way: FieldWay): boolean {
  return way.slice(1).some((_, depth) => {
    const owned = entriesOf(live).flatMap(({ fieldsV1 }) => {
      const fields = fieldsAt(fieldsV1, way.slice(0, depth + 1));
      return fields === undefined ? [] : [Object.keys(fields).length];
    });
    return owned.length > 0 && owned.every((inside) => inside === 0);
  });
}

function entriesOf(live: unknown): readonly KubeObject[] {
  const entries = mapsAt(mapAt(live, "metadata"), "managedFields");
  return entries.filter((entry) => textAt(entry, "subresource") === "");
}

/** What is owned in a field; nothing in it where the field is owned as a whole. */
function fieldsAt(fields: unknown, way: FieldWay): KubeObject | undefined {
  const [step, ...rest] = way;
  if (!isPlainObject(fields)) return undefined;
  if (step === undefined) return fields;
  if (typeof step === "string") return fieldsAt(ownValue(fields, `f:${step}`), rest);
  const item = Object.keys(fields).find((key) => key.startsWith("k:") && names(key, step));
  return item === undefined ? undefined : fieldsAt(fields[item], rest);
}

/** Whether the keys by which an item is owned are those of this one. */
function names(key: string, item: KubeObject): boolean {
  try {
    const keys: unknown = JSON.parse(key.slice(2));
    if (!isPlainObject(keys)) return false;
    return Object.entries(keys).every(([each, value]) => {
      const own = ownValue(item, each);
      return own === value || (own === undefined && each === "protocol" && value === "TCP");
    });
  } catch {
    return false;
  }
}

/** Field managers whose fields the Kubernetes plugin of Pulumi takes for its own whenever it writes. */
const absorbed = [
  "kubectl",
  "before-first-apply",
  "pulumi-kubernetes.exe",
  "pulumi-resource-kubernetes",
];

/**
 * Whether an update of ours takes a field over from one who is taken for an earlier version of us: what we
 * do not name of it goes away then.
 *
 * @example
 * [isAbsorbed("kubectl-edit"), isAbsorbed("kube-controller-manager")]
 * //=> [true, false]
 */
export function isAbsorbed(manager: string): boolean {
  return absorbed.some((name) => manager.startsWith(name));
}
