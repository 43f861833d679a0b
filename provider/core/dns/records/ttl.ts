import type { Issue } from "../../issue";
import { describeValue } from "../../plain/valueKind";

/** The TTL of records that name none, in seconds; KubeFed's. */
export const defaultTtlSeconds = 180;

const maxTtlSeconds = 2 ** 31 - 1;

/**
 * What is wrong with a TTL in seconds: it is a whole number from 0 to 2147483647 (RFC 2181 §8).
 *
 * @example
 * validateTtl(-1, "recordTTL").length
 * //=> 1
 */
export function validateTtl(ttlSeconds: unknown, path: string): Issue[] {
  const fits =
    typeof ttlSeconds === "number" &&
    Number.isInteger(ttlSeconds) &&
    ttlSeconds >= 0 &&
    ttlSeconds <= maxTtlSeconds;
  return fits
    ? []
    : [
        {
          code: "dns-ttl",
          path,
          message: `must be a whole number of seconds from 0 to ${maxTtlSeconds}, came ${describeValue(ttlSeconds)}`,
        },
      ];
}
