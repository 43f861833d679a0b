/**
 * Freezes lists and plain maps all the way down, so that code under test that changes its input throws.
 * Class instances, which stand for Outputs, are left alone.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
