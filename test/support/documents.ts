import fc from "fast-check";
import type { KubeObject } from "../../provider/core/model";
import { Leaf } from "./leaf";

/** Keys that have hurt somebody before, and ordinary ones. */
const key = fc.constantFrom("a", "b", "c", "a/b", "m~n", "-", "0", "__proto__", "constructor");

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.string({ maxLength: 4 }),
  fc.constant(0).map(() => new Leaf()),
);

const { value: anyValue } = fc.letrec<{ value: unknown; map: KubeObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie("value"), { maxLength: 3 }), tie("map")),
  map: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
}));

/** Any value of a template: plain data with opaque leaves in it. */
export const values: fc.Arbitrary<unknown> = anyValue;

/** Small objects with awkward keys, lists, nulls and opaque leaves. */
export const documents: fc.Arbitrary<KubeObject> = fc.dictionary(key, anyValue, { maxKeys: 4 });

/** Every place in a document, with its value. */
export function placesOf(value: unknown, path: readonly string[] = []): [string[], unknown][] {
  const inside = Array.isArray(value)
    ? value.map((item: unknown, index): [string, unknown] => [String(index), item])
    : isMap(value)
      ? Object.entries(value)
      : [];
  return inside.flatMap(([step, child]): [string[], unknown][] => [
    [[...path, step], child],
    ...placesOf(child, [...path, step]),
  ]);
}

function isMap(value: unknown): value is KubeObject {
  return typeof value === "object" && value !== null && !(value instanceof Leaf);
}
