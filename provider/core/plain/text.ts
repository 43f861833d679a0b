import { isPlainObject } from "./plainObject";

/** Compares by code unit, so that the order never depends on a locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `1 problem`, `2 problems`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** The value if it is a text, else `""`. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What somebody threw, as a text: an error's message, and anything else as it is. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/**
 * Rows of a table as lines, each column as wide as its widest cell, two spaces between.
 *
 * @example
 * alignedLines([["a", "one"], ["long", "two"]])
 * //=> ["a     one", "long  two"]
 */
export function alignedLines(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/**
 * JSON with sorted keys, so that equal data is equal text.
 *
 * @example
 * stableText({ b: 1, a: [true] })
 * //=> '{"a":[true],"b":1}'
 */
export function stableText(value: unknown): string {
  const sorted = JSON.stringify({ value }, (_, each: unknown) =>
    isPlainObject(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => compareText(a, b)))
      : each,
  );
  return sorted.slice('{"value":'.length, -1);
}
