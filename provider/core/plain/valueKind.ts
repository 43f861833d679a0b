import { isPlainObject } from "./plainObject";
import { count } from "./text";

/** Names a value as a message shows it: JSON for plain data, never the inside of anything opaque. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value === "number" || typeof value === "boolean")
    return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isPlainObject(value) ? "a map" : "a value only known after apply";
}

/**
 * Names the kind of a value and never the value, which may be a secret.
 *
 * @example
 * [describeKind("hunter2"), describeKind([1, 2]), describeKind(new Date(0))]
 * //=> ["a string", "a list of 2 items", "a value only known after apply"]
 */
export function describeKind(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${count(value.length, "item")}`;
  if (isPlainObject(value)) return "a map";
  return isOpaque(value) ? "a value only known after apply" : `a ${typeof value}`;
}

/** True for what the core carries along and never looks into: an Output or any other class instance. */
export function isOpaque(value: unknown): boolean {
  if (typeof value === "function") return true;
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !isPlainObject(value)
  );
}
