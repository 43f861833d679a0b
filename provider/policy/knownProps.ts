import { isPlainObject } from "../core/plain/plainObject";
import { unknownValue } from "../core/policy/fleet";

/**
 * A copy of what the policy host gives, as plain data: reading a value that is known only after the update
 * throws there, and such a value becomes the words for that.
 */
export function knownProps(props: unknown): unknown {
  if (Array.isArray(props)) {
    // Not map(): it reads the value before it can be asked whether it is known.
    return Array.from({ length: props.length }, (_, index) => readAt(props, index));
  }
  if (!isPlainObject(props)) return props;
  return Object.fromEntries(Object.keys(props).map((key) => [key, readAt(props, key)]));
}

function readAt(of: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = Reflect.get(of, key);
  } catch (error) {
    if (isUnknownError(error)) return unknownValue;
    throw error;
  }
  return knownProps(value);
}

/** The host's error bears the mark of the unknown value, and has no name of its own. */
function isUnknownError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}
