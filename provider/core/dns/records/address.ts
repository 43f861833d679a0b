/** An IP address: its record type, its octets (4 or 16) and its one canonical spelling. */
export interface Address {
  readonly recordType: "A" | "AAAA";
  readonly octets: readonly number[];
  readonly text: string;
}

/**
 * Reads an IPv4 or IPv6 address; `undefined` for anything else, a host name for example.
 *
 * - IPv4 is four decimal numbers without leading zeros, so nothing is ever taken as octal.
 * - IPv6 in every spelling of RFC 4291 §2.2, without a zone index; the text is that of RFC 5952
 *   with all groups in hexadecimal.
 *
 * @example
 * parseAddress("2001:DB8:0:0::1")?.text
 * //=> "2001:db8::1"
 */
export function parseAddress(text: string): Address | undefined {
  const four = parseFour(text);
  if (four !== undefined) return { recordType: "A", octets: four, text };
  const sixteen = parseSixteen(text);
  return sixteen && { recordType: "AAAA", octets: sixteen, text: formatAddress(sixteen) };
}

/**
 * The canonical text of 4 or 16 octets.
 *
 * @example
 * formatAddress([10, 20, 30, 1])
 * //=> "10.20.30.1"
 */
export function formatAddress(octets: readonly number[]): string {
  if (octets.length === 4) return octets.join(".");
  const groups = Array.from(
    { length: 8 },
    (_, i) => (octets[2 * i] ?? 0) * 256 + (octets[2 * i + 1] ?? 0),
  );
  const { start, length } = longestZeroRun(groups);
  const hex = (part: readonly number[]): string =>
    part.map((group) => group.toString(16)).join(":");
  // RFC 5952 §4.2.2: a single zero group is written out.
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function parseFour(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)))
    return undefined;
  const octets = parts.map(Number);
  return octets.every((octet) => octet <= 255) ? octets : undefined;
}

function parseSixteen(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2 || !text.includes(":")) return undefined;
  const [head, tail] = halves.map((half, index) =>
    half === "" ? [] : parseGroups(half.split(":"), index === halves.length - 1),
  );
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  // "::" stands for at least one group (RFC 4291 §2.2).
  if (tail === undefined || head.length + tail.length > 14) return undefined;
  return [...head, ...Array.from({ length: 16 - head.length - tail.length }, () => 0), ...tail];
}

function parseGroups(groups: readonly string[], mayEndInFour: boolean): number[] | undefined {
  const octets: number[] = [];
  for (const [index, group] of groups.entries()) {
    const four = mayEndInFour && index === groups.length - 1 ? parseFour(group) : undefined;
    if (four !== undefined) octets.push(...four);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(group)) {
      const value = parseInt(group, 16);
      octets.push(value >> 8, value & 255);
    } else return undefined;
  }
  return octets;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
