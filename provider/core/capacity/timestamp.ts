/**
 * Seconds since 1970 of a time as Kubernetes writes it, RFC 3339 in UTC; `undefined` for anything else.
 *
 * @example
 * parseTimestamp("2026-01-02T03:04:05Z")
 * //=> 1767323045
 */
export function parseTimestamp(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const [, ...parts] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?Z$/.exec(value) ?? [];
  if (parts.length === 0) return undefined;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(Number);
  return daysSince1970({ year, month, day }) * 86_400 + hours * 3600 + minutes * 60 + seconds;
}

/** Counts from March, so that a leap day is the last day of its year. */
function daysSince1970(date: { year: number; month: number; day: number }): number {
  const year = date.month > 2 ? date.year : date.year - 1;
  const monthFromMarch = (date.month + 9) % 12;
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + date.day - 1;
  // Day 719468 of this count is the first of January 1970.
  return year * 365 + leapDays + dayOfYear - 719_468;
}
