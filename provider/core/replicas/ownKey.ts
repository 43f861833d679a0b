/**
 * What a record from a user holds under a key, or undefined. Only its own keys count, so that a cluster
 * called `constructor` does not find what every object inherits.
 *
 * @example
 * ownValue({ eu: 3 }, "constructor")
 * //=> undefined
 */
export function ownValue<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Sets a key of a record under construction. A plain assignment would lose the key `__proto__`. */
export function setOwn<Value>(
  record: Record<string, Value>,
  { key, value }: { readonly key: string; readonly value: Value },
): void {
  if (key === "__proto__") {
    const visible = { enumerable: true, configurable: true, writable: true };
    Object.defineProperty(record, key, { value, ...visible });
  } else {
    record[key] = value;
  }
}
