const OFFSET_BASIS = 2166136261;
const PRIME = 16777619;

/**
 * The FNV-1a hash of a text's UTF-8 bytes, 32 bit, as an unsigned number. Karmada takes the direction of its
 * tie-break from it.
 *
 * Source: draft-eastlake-fnv, Go's hash/fnv.
 *
 * @example
 * fnv1a("foobar")
 * //=> 3214735720
 */
export function fnv1a(text: string): number {
  let hash = OFFSET_BASIS | 0;
  // The URI form of a text is its UTF-8 bytes, all but the plain ones escaped.
  for (const [byte] of encodeURIComponent(text).matchAll(/%..|[^%]/g)) {
    const value = byte.length === 1 ? byte.charCodeAt(0) : Number.parseInt(byte.slice(1), 16);
    hash = Math.imul(hash ^ value, PRIME);
  }
  return hash >>> 0;
}
