import { isPlainObject } from "../../../provider/core/plain/plainObject";
import { type Field, isListOf } from "./kubernetesFields";
import { quantityOf } from "./quantity";

/** The first place in a value that is not of its field's type; `undefined` where all is well. */
export function misfitIn(
  value: unknown,
  field: Field,
  path: readonly string[] = [],
): readonly string[] | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof field === "string") return types[field](value) ? undefined : path;
  if (isListOf(field)) {
    if (!Array.isArray(value)) return path;
    return firstOf(value.entries(), ([index, item]) =>
      misfitIn(item, field[0], [...path, String(index)]),
    );
  }
  if (!isPlainObject(value)) return path;
  return firstOf(Object.entries(value), ([key, each]) => {
    const known = Object.hasOwn(field, key) ? field[key] : undefined;
    return known === undefined ? undefined : misfitIn(each, known, [...path, key]);
  });
}

const types: Readonly<Record<Extract<Field, string>, (value: unknown) => boolean>> = {
  any: () => true,
  bytes: (value) => everyValue(value, (each) => each === null || isBase64(each)),
  flag: (value) => typeof value === "boolean",
  integer: (value) => Number.isInteger(value),
  "integer or text": (value) => typeof value === "string" || Number.isInteger(value),
  quantities: (value) => everyValue(value, (each) => quantityOf(each) !== undefined),
  text: (value) => typeof value === "string",
  texts: (value) => everyValue(value, (each) => each === null || typeof each === "string"),
};

function isBase64(value: unknown): boolean {
  return typeof value === "string" && Buffer.from(value, "base64").toString("base64") === value;
}

function everyValue(map: unknown, is: (value: unknown) => boolean): boolean {
  return isPlainObject(map) && Object.values(map).every(is);
}

function firstOf<Item, Found>(
  items: Iterable<Item>,
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
