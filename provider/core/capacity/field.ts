import { isPlainObject } from "../plain/plainObject";
import { valueAt } from "../paths/jsonPointer";

/**
 * What is under a chain of keys in an object read from a cluster; `undefined` where the chain breaks.
 *
 * @example
 * field({ spec: { replicas: 3 } }, "spec", "replicas")
 * //=> 3
 */
export function field(object: unknown, ...keys: readonly string[]): unknown {
  return valueAt(object, keys);
}

/**
 * The same where a list is expected; anything else counts as an empty one.
 *
 * @example
 * listField({ status: {} }, "status", "conditions")
 * //=> []
 */
export function listField(object: unknown, ...keys: readonly string[]): readonly unknown[] {
  const value = field(object, ...keys);
  return Array.isArray(value) ? value : [];
}

/**
 * The same where a map is expected; anything else counts as an empty one.
 *
 * @example
 * mapField({ metadata: { labels: { app: "web" } } }, "metadata", "labels")
 * //=> { app: "web" }
 */
export function mapField(
  object: unknown,
  ...keys: readonly string[]
): Readonly<Record<string, unknown>> {
  const value = field(object, ...keys);
  return isPlainObject(value) ? value : {};
}
