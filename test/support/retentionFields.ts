import type { LiveObject } from "./live";

/** The values of some fields by their names; null for a field that is not there. */
export type FieldValues = Readonly<Record<string, string | null>>;

/** A kind of object with fields of which some may be retained. */
export interface RetentionKind {
  readonly kind: string;
  readonly apiVersion: string;
  /** The component that declares it. */
  readonly component: string;
  readonly isClusterWide?: boolean;
  /** The path of its collection, by namespace. */
  readonly collection: (namespace: string) => string;
  /** By name: how it is retained, the values that it may have, whether it can be missing. */
  readonly fields: Readonly<Record<string, FieldOfKind>>;
  /** The whole object as wanted; its lists the other way round if so asked. */
  readonly template: (values: FieldValues, isReversed: boolean) => object;
  /** Just the fields given, as a strategic merge patch. */
  readonly patch: (values: FieldValues) => object;
  readonly read: (live: LiveObject) => FieldValues;
}

/** One field. */
export interface FieldOfKind {
  /** Paths that retain it, the same thing said in different ways; of lists that are in another order. */
  readonly paths: (isReversed: boolean) => readonly string[];
  readonly values: readonly string[];
  readonly isOptional: boolean;
}

const words = ["one", "two", "three", "four"];

/** A key of a map, which may be missing. */
export function key(...paths: string[]): FieldOfKind {
  return { paths: () => paths, values: words, isOptional: true };
}

/** A field that has one of some values. */
export function choice(values: readonly string[], ...paths: string[]): FieldOfKind {
  return { paths: () => paths, values, isOptional: false };
}

/** A field of the first or second item of a list. */
export function ofItem(
  item: 0 | 1,
  values: readonly string[],
  path: (item: number) => string,
): FieldOfKind {
  const paths = (isReversed: boolean) => [path(isReversed ? 1 - item : item)];
  return { paths, values, isOptional: false };
}

/** Only what has a value; a patch says null for what is to go. */
export function given(
  values: FieldValues,
  isPatch: boolean,
  names: Readonly<Record<string, string>>,
): object {
  const entries = Object.entries(names).flatMap(([field, name]) => {
    const value = values[field];
    if (value === undefined || (value === null && !isPatch)) return [];
    return [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** The same with numbers for texts. */
export function numbers(map: object): object {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, Number(value)]));
}

/** A list, the other way round if so asked. */
export function ordered<Item>(items: readonly Item[], isReversed: boolean): Item[] {
  return isReversed ? [...items].reverse() : [...items];
}

/** What of a patch has anything in it. */
export function some(name: string, inside: object): object {
  return Object.keys(inside).length === 0 ? {} : { [name]: inside };
}

/** The values of fields, by their names, as a map has them. */
export function valuesIn(map: unknown, names: Readonly<Record<string, string>>): FieldValues {
  const own = (map ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(names).map(([field, name]) => {
      const value = own[name];
      return [
        field,
        value === undefined || value === null
          ? null
          : typeof value === "string"
            ? value
            : JSON.stringify(value),
      ];
    }),
  );
}

/** Annotations that every kind has. */
export const notes = { note: "x.test/note", dotted: "a.b.c" };
/** The fields of those. */
export const noteFields = {
  note: key("/metadata/annotations/x.test~1note", 'metadata.annotations["x.test/note"]'),
  dotted: key("/metadata/annotations/a.b.c"),
};
