import { expect } from "chai";
import fc from "fast-check";
import type { WireType } from "../../../../provider/adapters/dns/wire/numbers";
import {
  encodeRdata,
  expandRdata,
  formatRdata,
} from "../../../../provider/adapters/dns/wire/rdata";
import { WireFormatError } from "../../../../provider/adapters/dns/wire/wireFormatError";

const rows: readonly (readonly [type: WireType, text: string, hex: string])[] = [
  ["A", "10.20.30.1", "0a141e01"],
  ["AAAA", "2001:db8::1", "20010db8000000000000000000000001"],
  ["CNAME", "a.b", "0161016200"],
  ["MX", "10 a.b", "000a0161016200"],
  ["MX", "0 .", "000000"],
  ["SRV", "1 2 443 a", "0001000201bb016100"],
  ["TXT", "", "00"],
  ["TXT", 'a "b" \\ c', "09612022622220" + "5c2063"],
  ["TXT", "ä", "02c3a4"],
  ["LUA", "A pickrandom()", "0001" + "0c7069636b72616e646f6d2829"],
  ["LUA", "TXT x;y", "0010" + "03783b79"],
  ["TYPE65280", "\\# 2 0aff", "0aff"],
  ["TYPE65280", "\\# 0", ""],
];

const read = (type: WireType, hex: string): Buffer => {
  const message = Buffer.from(hex, "hex");
  return expandRdata(type, { message, start: 0, length: message.length });
};

describe("rdata", () => {
  for (const [type, text, hex] of rows) {
    it(`${type} "${text}" is written and read back`, () => {
      expect(encodeRdata(type, text).toString("hex")).to.equal(hex);
      expect(formatRdata(type, read(type, hex))).to.equal(text);
    });
  }

  const refused: readonly (readonly [WireType, string])[] = [
    ["A", "::1"],
    ["AAAA", "10.0.0.1"],
    ["MX", "mail"],
    ["MX", "70000 mail"],
    ["SRV", "1 2 a"],
    ["LUA", "pickrandom()"],
    ["LUA", "SOA x"],
    ["TYPE65280", "0aff"],
    ["TYPE65280", "\\# 3 0aff"],
    ["TYPE65280", "\\# 1 a"],
    ["SOA", "ns1 hostmaster 1 2 3 4 5"],
  ];
  for (const [type, text] of refused) {
    it(`${type} cannot be "${text}"`, () => {
      expect(() => encodeRdata(type, text)).to.throw(WireFormatError);
    });
  }

  const malformed: readonly (readonly [WireType, string])[] = [
    ["A", "0a0000"],
    ["A", "0a00000001"],
    ["AAAA", "0a000001"],
    ["CNAME", "016100ff"],
    ["MX", "00"],
    ["SRV", "000100020003"],
    ["SOA", "000000000001"],
    ["TXT", "0561"],
    ["LUA", "00010561"],
    ["LUA", "00"],
  ];
  for (const [type, hex] of malformed) {
    it(`${type} data ${hex} is refused`, () => {
      expect(() => read(type, hex)).to.throw(WireFormatError);
    });
  }

  it("a TXT of any length keeps its text, in strings of 255 octets", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 600 }), (text) => {
        const written = encodeRdata("TXT", text);
        expect(formatRdata("TXT", written)).to.equal(text);
        expect(written[0]).to.equal(Math.min(255, Buffer.byteLength(text)));
      }),
    );
  });

  it("a LUA record of any length keeps its code, in strings that end between words", () => {
    const words = fc.array(fc.constantFrom("'1,2'", "word", ",", " ", "{", ";", "x".repeat(260)));
    fc.assert(
      fc.property(words, (parts) => {
        const text = `A return ${parts.join("")}`;
        expect(formatRdata("LUA", encodeRdata("LUA", text))).to.equal(text);
      }),
    );
    const list = `{${"'10.0.0.1',".repeat(40)}}`;
    expect(encodeRdata("LUA", `A ${list}`)[2]).to.equal(1 + 23 * 11);
  });

  it("names in data are uncompressed", () => {
    const message = Buffer.from("03" + "6e7331" + "00" + "000a" + "c000", "hex");
    const expanded = expandRdata("MX", { message, start: 5, length: 4 });
    expect(formatRdata("MX", expanded)).to.equal("10 ns1");
    expect(expanded).to.deep.equal(encodeRdata("MX", "10 ns1"));
  });

  it("a SOA is read with its numbers", () => {
    const hex =
      "016100" + "016200" + "00000001" + "00000002" + "00000003" + "00000004" + "ffffffff";
    expect(formatRdata("SOA", read("SOA", hex))).to.equal("a b 1 2 3 4 4294967295");
  });
});
