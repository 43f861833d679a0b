/** Some keys of a record, those that it has. */
export function pick<Of extends object, Key extends keyof Of>(
  of: Of,
  keys: readonly Key[],
): Pick<Of, Key> {
  const picked: Partial<Pick<Of, Key>> = {};
  for (const key of keys) if (Object.hasOwn(of, key)) picked[key] = of[key];
  return picked as Pick<Of, Key>;
}

/** A record without some of its keys. */
export function omit<Of extends object, Key extends keyof Of>(
  of: Of,
  keys: readonly Key[],
): Omit<Of, Key> {
  const left: Partial<Of> = { ...of };
  for (const key of keys) Reflect.deleteProperty(left, key);
  return left as Omit<Of, Key>;
}

/** A record with other values under the same keys. */
export function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  const entries = Object.entries(record);
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)]));
}

/** What a function gives at its first call, at every call. */
export function once<Value>(find: () => Value): () => Value {
  let found: { readonly value: Value } | undefined;
  return () => (found ??= { value: find() }).value;
}
