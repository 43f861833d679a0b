/*
 * Plain things: objects and own keys, texts, durations, counting, comparing. Nothing here knows Kubernetes.
 */

/**
 * True for objects written as literals; an Output or any other class instance is not one. A literal of
 * another realm (a test runner's sandbox) counts too: nothing stands above the prototype it has.
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
