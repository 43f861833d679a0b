import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";
import { parseQuantity, quantityFields, quantityMaps } from "../capacity/quantity";
import { isOwnGroup } from "../kinds/ownGroups";
import { groupOf } from "../manifests/manifest";
import { ownValue } from "../plain/ownKey";
import { mapAt, without } from "../plain/fields";
import { differencesBetween } from "../plain/differences";
import type { PropertyPath } from "../paths/propertyPath";
import { areAbsent, isAbsent } from "./retainedNode";

/** An object as wanted now, and as it was written last. */
export interface WrittenObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly wanted: KubeObject;
  readonly written: KubeObject;
}

/**
 * Whether an API server that was given what was written, and made what is stored of it, would make the
 * same of what is wanted: the Kubernetes plugin of Pulumi then finds nothing to do.
 *
 * - Only what was written counts; what the server added is its own.
 * - Kubernetes' own kinds lose what is empty (`{}`, `[]`, `""`, `0`, `false`), keep quantities in one
 *   writing ("1000m" becomes "1"), and a Secret's `stringData` becomes `data`. Custom kinds keep all.
 *
 * @example
 * isStoredAs({ apiVersion: "apps/v1", kind: "Deployment", wanted: { spec: { paused: false } }, written: { spec: { paused: false } } }, { spec: { replicas: 1 } })
 * //=> true
 */
export function isStoredAs(object: WrittenObject, stored: KubeObject): boolean {
  const isOwn = isOwnGroup(groupOf(object.apiVersion));
  const [wanted, written] = [object.wanted, object.written].map((each) =>
    object.kind === "Secret" && object.apiVersion === "v1" ? withData(each) : each,
  );
  const was = comparable(prune(stored, written), wanted);
  const isSame = isOwn ? isSameValue : areAbsent;
  return differencesBetween(comparable(wanted), was, { isSame }).length === 0;
}

/** What was written, with the values that came of it; the Kubernetes plugin of Pulumi compares just that. */
function prune(stored: unknown, written: unknown): unknown {
  if (isPlainObject(stored) && isPlainObject(written)) {
    const keys = Object.keys(written).filter((key) => ownValue(stored, key) !== undefined);
    return Object.fromEntries(
      keys.map((key) => [key, prune(ownValue(stored, key), ownValue(written, key))]),
    );
  }
  if (Array.isArray(stored) && Array.isArray(written)) {
    return stored.slice(0, written.length).map((item, index) => prune(item, written[index]));
  }
  return stored;
}

/** The namespace is not told twice: where a program names none, it is that of the cluster's credentials. */
function comparable(object: unknown, like?: unknown): unknown {
  if (!isPlainObject(object)) return object;
  const body = without(object, "apiVersion", "kind", "status");
  if (!isPlainObject(like) || !isPlainObject(body.metadata)) return body;
  const named = isPlainObject(like.metadata) && !isAbsent(like.metadata.namespace);
  return named ? body : { ...body, metadata: without(body.metadata, "namespace") };
}

function withData(secret: KubeObject): KubeObject {
  if (!isPlainObject(secret.stringData)) return secret;
  const encoded = Object.entries(secret.stringData).map(
    ([key, value]) => [key, typeof value === "string" ? encode(value) : value] as const,
  );
  const data = { ...mapAt(secret, "data"), ...Object.fromEntries(encoded) };
  return { ...without(secret, "stringData"), data };
}

function encode(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Whether what stands at a place is stored as what is wanted there, though it is written otherwise. */
function isSameValue(wanted: unknown, stored: unknown, path: PropertyPath): boolean {
  if (isAbsent(stored)) return isEmpty(wanted);
  const isQuantity =
    quantityMaps.has(String(path.at(-2))) || quantityFields.has(String(path.at(-1)));
  return isQuantity && isSameAmount(wanted, stored);
}

function isSameAmount(wanted: unknown, stored: unknown): boolean {
  const amount = parseQuantity(wanted);
  return amount !== undefined && amount === parseQuantity(stored);
}

function isEmpty(value: unknown): boolean {
  if (isPlainObject(value)) return Object.keys(value).length === 0;
  if (Array.isArray(value)) return value.length === 0;
  return isAbsent(value) || value === "" || value === 0 || value === false;
}
