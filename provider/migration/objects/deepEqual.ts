import { isPlainObject } from "../../core/plain/plainObject";

/**
 * Whether two values of JSON are the same; the order of keys does not count.
 *
 * @example
 * isDeepEqual({ a: [1], b: {} }, { b: {}, a: [1] })
 * //=> true
 */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isDeepEqual(item, b[index]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isDeepEqual(a[key], b[key]))
  );
}
