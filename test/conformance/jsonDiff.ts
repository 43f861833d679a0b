import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../../provider/core/plain/plainObject";
import { formatPointer } from "../../provider/core/paths/jsonPointer";

const maxLength = 240;

/**
 * Where two JSON values differ, one line each; nothing for equal values.
 *
 * @example
 * jsonDiff({ a: 1, b: [1, 2] }, { a: 2, b: [1, 2] })
 * //=> ["/a: expected 1, got 2"]
 */
export function jsonDiff(expected: unknown, got: unknown, path: readonly string[] = []): string[] {
  if (isDeepStrictEqual(expected, got)) return [];
  const inside = insideOf(expected, got);
  if (inside !== undefined)
    return inside.flatMap(([key, one, two]) => jsonDiff(one, two, [...path, key]));
  const place = path.length === 0 ? "" : `${formatPointer(path)}: `;
  return [`${place}expected ${formatJson(expected)}, got ${formatJson(got)}`];
}

/** A value on one line; a long one is cut. */
export function formatJson(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > maxLength
    ? `${text.slice(0, maxLength)}… (${text.length} characters)`
    : text;
}

function insideOf(one: unknown, two: unknown): [string, unknown, unknown][] | undefined {
  if (isPlainObject(one) && isPlainObject(two)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(two)])].sort();
    return keys.map((key) => [key, one[key], two[key]]);
  }
  if (Array.isArray(one) && Array.isArray(two) && one.length === two.length) {
    return one.map((item: unknown, index) => [String(index), item, two[index]]);
  }
  return undefined;
}
