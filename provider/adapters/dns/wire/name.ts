import { canonicalName } from "../../../core/dns/records/names";
import { WireFormatError } from "./wireFormatError";

const maxLabelOctets = 63;
const maxNameOctets = 255;
const dot = 46;
const backslash = 92;
// An octet by number, an escaped character, or any other character.
const tokens = /\\(\d{3})|\\(\D)|([^\\])/gsu;

/** A name read from a message: its text and where the reader goes on. */
export interface ReadName {
  /** Without final dot; the root is ".". Octets outside printable ASCII as \DDD (RFC 1035 §5.1). */
  readonly name: string;
  readonly end: number;
}

/**
 * The octets of a name, uncompressed. Takes the escapes of RFC 1035 §5.1 and a final dot; letters
 * keep their case.
 *
 * @throws WireFormatError for an empty or too long label, a name over 255 octets, a broken escape
 * or a character outside ASCII (convert to A-labels first, see core's `parseDnsName`).
 */
export function encodeName(name: string): Buffer {
  const labels = name === "." || name === "" ? [] : splitLabels(name);
  const octets = labels.flatMap((label) => [label.length, ...label]);
  if (octets.length + 1 > maxNameOctets) {
    throw new WireFormatError(`the name "${name}" has more than ${maxNameOctets} octets`);
  }
  return Buffer.from([...octets, 0]);
}

function splitLabels(name: string): number[][] {
  let current: number[] = [];
  const labels = [current];
  let read = 0;
  for (const [token, decimal, escaped, plain = ""] of name.matchAll(tokens)) {
    read += token.length;
    if (token === ".") {
      current = [];
      labels.push(current);
    } else current.push(octetOf({ name, decimal, character: escaped ?? plain }));
  }
  if (read !== name.length) throw new WireFormatError(`the name "${name}" holds a broken escape`);
  // A final dot ends the name and begins no label.
  const isRooted = labels.length > 1 && current.length === 0;
  const own = isRooted ? labels.slice(0, -1) : labels;
  for (const { length } of own) checkLabelLength(name, length);
  return own;
}

function checkLabelLength(name: string, length: number): void {
  if (length === 0) throw new WireFormatError(`the name "${name}" has an empty label`);
  if (length > maxLabelOctets) {
    throw new WireFormatError(`the name "${name}" has a label of ${length} octets`);
  }
}

function octetOf(of: {
  readonly name: string;
  readonly decimal: string | undefined;
  readonly character: string;
}): number {
  const { name, decimal, character } = of;
  const octet = decimal === undefined ? character.charCodeAt(0) : Number(decimal);
  if (octet > (decimal === undefined ? 127 : 255)) {
    const what = decimal === undefined ? "characters outside ASCII" : "a broken escape";
    throw new WireFormatError(`the name "${name}" holds ${what}`);
  }
  return octet;
}

/**
 * Reads a name at an offset, following compression pointers.
 *
 * - Each pointer must lead to before the part it was found in, so no message can make the reader
 *   loop, and a name over 255 octets is refused, so none can make it grow.
 *
 * @throws WireFormatError
 */
export function readName(message: Buffer, offset: number): ReadName {
  const labels: string[] = [];
  let length = 1;
  let end: number | undefined;
  let start = offset;
  let at = offset;
  for (;;) {
    const part = readPart(message, at);
    if (part.pointer !== undefined) {
      if (part.pointer >= start) throw new WireFormatError(`a pointer at ${at} leads forward`);
      end ??= part.end;
      start = part.pointer;
      at = part.pointer;
      continue;
    }
    if (part.label.length === 0) {
      return { name: labels.length === 0 ? "." : labels.join("."), end: end ?? part.end };
    }
    length += part.label.length + 1;
    if (length > maxNameOctets) throw new WireFormatError(`a name over 255 octets at ${offset}`);
    labels.push([...part.label].map(escapeOctet).join(""));
    at = part.end;
  }
}

type Part =
  | { readonly pointer: number; readonly end: number }
  | { readonly pointer?: undefined; readonly label: Buffer; readonly end: number };

function readPart(message: Buffer, at: number): Part {
  const size = octetAt(message, at);
  if (size >= 0xc0) {
    return { pointer: ((size & 0x3f) << 8) | octetAt(message, at + 1), end: at + 2 };
  }
  if (size > maxLabelOctets) throw new WireFormatError(`an unknown kind of label at ${at}`);
  const end = at + 1 + size;
  if (end > message.length) throw new WireFormatError(`a name is cut off at ${at}`);
  return { label: message.subarray(at + 1, end), end };
}

function octetAt(message: Buffer, at: number): number {
  const octet = message[at];
  if (octet === undefined) throw new WireFormatError(`a name is cut off at ${at}`);
  return octet;
}

function escapeOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  if (octet < 33 || octet > 126) return `\\${String(octet).padStart(3, "0")}`;
  return octet === dot || octet === backslash ? `\\${character}` : character;
}

/** The octets of a name in canonical form: lower case, uncompressed (RFC 4034 §6.2). */
export function encodeCanonicalName(name: string): Buffer {
  return encodeName(canonicalName(name));
}

/** Tells whether two names are the same; letters count without case (RFC 4343). */
export function isSameName(a: string, b: string): boolean {
  return canonicalName(a) === canonicalName(b);
}
