const unitsInMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const amount = /(\d+(?:\.\d*)?|\.\d+)(h|ms|m|s)/g;

/**
 * Milliseconds of a duration as Go and Pulumi write it, such as `1h30m`, `90s` or `1.5s`; undefined for
 * anything else, and for a number without a unit.
 *
 * @example
 * [parseDuration("1h30m"), parseDuration("250ms"), parseDuration("5 minutes")]
 * //=> [5400000, 250, undefined]
 */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(amount)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === text;
  if (!isWhole) return undefined;
  return parts.reduce(
    (sum, [, number, unit = ""]) => sum + Number(number) * (unitsInMs[unit] ?? 0),
    0,
  );
}
