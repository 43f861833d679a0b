import { formatAddress, parseAddress } from "../../../core/dns/records/address";
import { isRecordType } from "../../../core/dns/records/endpoint";
import { encodeName, readName } from "./name";
import { typeName, typeNumber, type WireType } from "./numbers";
import { uint16 } from "./octets";
import { WireFormatError } from "./wireFormatError";

/** A record's data within a message, where names in it may be compressed. */
export interface RdataPlace {
  readonly message: Buffer;
  readonly start: number;
  readonly length: number;
}

/** How the data of a type is written, taken out of a message, and shown. */
interface RdataForm {
  readonly encode: (text: string) => Buffer;
  readonly expand: (place: RdataPlace) => Buffer;
  readonly format: (rdata: Buffer) => string;
}

const maxStringOctets = 255;

/**
 * The octets of a record's data, uncompressed, from its text.
 *
 * - TXT: the text itself, UTF-8, cut into strings of 255 octets. No quoting, no escapes.
 * - LUA: `A ifportup(…)`, the type that is answered and the code (PowerDNS).
 * - `TYPEnnn`: `\# length hex` (RFC 3597 §5).
 *
 * @throws WireFormatError
 */
export function encodeRdata(type: WireType, text: string): Buffer {
  return formOf(type).encode(text);
}

/**
 * A record's data out of a message, with the names in it uncompressed, so that it can be compared
 * and sent again.
 *
 * @throws WireFormatError if the data is not as long or not of the form its type wants.
 */
export function expandRdata(type: WireType, place: RdataPlace): Buffer {
  return formOf(type).expand(place);
}

/**
 * The text of uncompressed data; `encodeRdata` undoes it. TXT octets that are not UTF-8 become
 * U+FFFD. SOA: names, serial, refresh, retry, expire, minimum.
 */
export function formatRdata(type: WireType, rdata: Buffer): string {
  return formOf(type).format(rdata);
}

function formOf(type: WireType): RdataForm {
  return forms.get(type) ?? unknownForm(type);
}

const forms: ReadonlyMap<WireType, RdataForm> = new Map<WireType, RdataForm>([
  ["A", addressForm("A", 4)],
  ["AAAA", addressForm("AAAA", 16)],
  ["CNAME", namesForm({ type: "CNAME", shorts: 0, names: 1, longs: 0 })],
  ["NS", namesForm({ type: "NS", shorts: 0, names: 1, longs: 0 })],
  ["PTR", namesForm({ type: "PTR", shorts: 0, names: 1, longs: 0 })],
  ["MX", namesForm({ type: "MX", shorts: 1, names: 1, longs: 0 })],
  ["SRV", namesForm({ type: "SRV", shorts: 3, names: 1, longs: 0 })],
  ["SOA", namesForm({ type: "SOA", shorts: 0, names: 2, longs: 5 })],
  ["TXT", textForm()],
  ["LUA", luaForm()],
]);

function addressForm(type: "A" | "AAAA", length: number): RdataForm {
  return {
    encode: (text) => {
      const address = parseAddress(text);
      if (address?.recordType !== type) throw noData(type, text);
      return Buffer.from(address.octets);
    },
    expand: (place) => {
      if (place.length !== length)
        throw new WireFormatError(`${type} data of ${place.length} octets`);
      return rawOf(place);
    },
    format: (rdata) => formatAddress([...rdata]),
  };
}

/** Numbers of 16 bits, then names, then numbers of 32 bits. */
function namesForm(of: {
  readonly type: WireType;
  readonly shorts: number;
  readonly names: number;
  readonly longs: number;
}): RdataForm {
  const before = 2 * of.shorts;
  const after = 4 * of.longs;
  return {
    encode: (text) => {
      const parts = text.trim().split(/\s+/);
      const shorts = parts.slice(0, of.shorts);
      const names = parts.slice(of.shorts);
      const areShorts = shorts.every((part) => /^\d{1,5}$/.test(part) && Number(part) <= 65535);
      if (!areShorts || names.length !== of.names || of.longs > 0) throw noData(of.type, text);
      return Buffer.concat([
        ...shorts.map((part) => uint16(Number(part))),
        ...names.map(encodeName),
      ]);
    },
    expand: ({ message, start, length }) => {
      const parts = [message.subarray(start, start + Math.min(before, length))];
      let at = start + before;
      for (let i = 0; i < of.names; i++) {
        const { name, end } = readName(message, at);
        parts.push(encodeName(name));
        at = end;
      }
      if (at + after !== start + length)
        throw new WireFormatError(`${of.type} data of a wrong length`);
      return Buffer.concat([...parts, message.subarray(at, at + after)]);
    },
    format: (rdata) => {
      const texts: (string | number)[] = range(of.shorts).map((i) => rdata.readUInt16BE(2 * i));
      let at = before;
      for (let i = 0; i < of.names; i++) {
        const { name, end } = readName(rdata, at);
        texts.push(name);
        at = end;
      }
      return [...texts, ...range(of.longs).map((i) => rdata.readUInt32BE(at + 4 * i))].join(" ");
    },
  };
}

function textForm(): RdataForm {
  return {
    encode: (text) => characterStrings(Buffer.from(text, "utf8")),
    expand: (place) => {
      stringsOf(rawOf(place));
      return rawOf(place);
    },
    format: (rdata) => stringsOf(rdata).toString("utf8"),
  };
}

function luaForm(): RdataForm {
  return {
    encode: (text) => {
      const [, answered = "", code = ""] = /^([A-Z]+) (.+)$/s.exec(text) ?? [];
      if (!isRecordType(answered)) throw noData("LUA", text);
      return Buffer.concat([uint16(typeNumber(answered)), luaStrings(Buffer.from(code, "utf8"))]);
    },
    expand: (place) => {
      if (place.length < 2) throw new WireFormatError("LUA data without a type");
      stringsOf(rawOf(place).subarray(2));
      return rawOf(place);
    },
    format: (rdata) => {
      const code = stringsOf(rdata.subarray(2)).toString("utf8");
      return `${typeName(rdata.readUInt16BE(0))} ${code}`;
    },
  };
}

function unknownForm(type: WireType): RdataForm {
  return {
    encode: (text) => {
      const [, length = "", hex = ""] = /^\\# (\d+)((?: [0-9A-Fa-f]+)*)$/.exec(text) ?? [];
      const octets = Buffer.from(hex.replace(/ /g, ""), "hex");
      if (length === "" || octets.length !== Number(length)) throw noData(type, text);
      return octets;
    },
    expand: rawOf,
    format: (rdata) =>
      `\\# ${rdata.length}${rdata.length === 0 ? "" : ` ${rdata.toString("hex")}`}`,
  };
}

function characterStrings(octets: Buffer): Buffer {
  const parts: Buffer[] = [];
  // At least one string, even if empty: TXT data may not be (RFC 1035 §3.3.14).
  for (let at = 0; at === 0 || at < octets.length; at += maxStringOctets) {
    parts.push(characterString(octets.subarray(at, at + maxStringOctets)));
  }
  return Buffer.concat(parts);
}

/**
 * Code in strings that end after a separator outside of Lua's quotes: PowerDNS puts white space
 * between the strings of a record before it runs them, which a word would not survive.
 */
function luaStrings(code: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < code.length;) {
    const end = luaCut(code, at);
    parts.push(characterString(code.subarray(at, end)));
    at = end;
  }
  return Buffer.concat(parts);
}

function luaCut(code: Buffer, start: number): number {
  const limit = start + maxStringOctets;
  if (code.length <= limit) return code.length;
  let cut = start;
  let quote = "";
  for (let at = start; at < limit; at++) {
    const letter = String.fromCharCode(code[at] ?? 0);
    if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === "'" || letter === '"') quote = letter;
    else if (" ,;{(".includes(letter)) cut = at + 1;
  }
  return cut === start ? limit : cut;
}

function characterString(part: Buffer): Buffer {
  return Buffer.concat([Buffer.from([part.length]), part]);
}

function stringsOf(raw: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < raw.length;) {
    const length = raw[at] ?? 0;
    if (at + 1 + length > raw.length) throw new WireFormatError("a character string is cut off");
    parts.push(raw.subarray(at + 1, at + 1 + length));
    at += length + 1;
  }
  return Buffer.concat(parts);
}

function rawOf({ message, start, length }: RdataPlace): Buffer {
  return message.subarray(start, start + length);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function noData(type: WireType, text: string): WireFormatError {
  return new WireFormatError(`"${text}" is no data for ${type}`);
}
