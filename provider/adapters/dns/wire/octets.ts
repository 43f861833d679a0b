/** A number as two octets, the high one first, as all numbers in DNS messages are. */
export function uint16(value: number): Buffer {
  const octets = Buffer.alloc(2);
  octets.writeUInt16BE(value);
  return octets;
}
