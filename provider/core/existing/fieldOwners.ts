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
  const entries = mapsAt(mapAt(live, "metadata"), "managedFields");
  return entries
    .filter((entry) => textAt(entry, "subresource") === "" && owns(entry.fieldsV1, way))
    .map((entry) => textAt(entry, "manager"));
}

function owns(fields: unknown, way: FieldWay): boolean {
  const [step, ...rest] = way;
  if (!isPlainObject(fields)) return false;
  if (step === undefined) return true;
  if (typeof step === "string") return owns(ownValue(fields, `f:${step}`), rest);
  const item = Object.keys(fields).find((key) => key.startsWith("k:") && names(key, step));
  return item !== undefined && owns(fields[item], rest);
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
