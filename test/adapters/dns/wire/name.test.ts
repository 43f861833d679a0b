import { expect } from "chai";
import fc from "fast-check";
import {
  encodeCanonicalName,
  encodeName,
  isSameName,
  readName,
} from "../../../../provider/adapters/dns/wire/name";
import { WireFormatError } from "../../../../provider/adapters/dns/wire/wireFormatError";

const octets = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from([part]),
    ),
  );

describe("encodeName", () => {
  const rows: Readonly<Record<string, Buffer>> = {
    ".": octets(0),
    "": octets(0),
    "a.bc": octets(1, "a", 2, "bc", 0),
    "a.bc.": octets(1, "a", 2, "bc", 0),
    "A.b": octets(1, "A", 1, "b", 0),
    "a\\.b.c": octets(3, "a.b", 1, "c", 0),
    "a\\.": octets(2, "a.", 0),
    "a\\\\.": octets(2, "a\\", 0),
    "\\000\\255": octets(2, 0, 255, 0),
    "*.x": octets(1, "*", 1, "x", 0),
  };
  for (const [name, expected] of Object.entries(rows)) {
    it(`encodes "${name}"`, () => {
      expect(encodeName(name)).to.deep.equal(expected);
    });
  }

  const refused = [
    "a..b",
    ".a",
    "ü.test",
    "a\\",
    "a\\256",
    `${"a".repeat(64)}.b`,
    "abc.".repeat(64),
  ];
  for (const name of refused) {
    it(`refuses "${name.slice(0, 20)}"`, () => {
      expect(() => encodeName(name)).to.throw(WireFormatError);
    });
  }

  it("accepts the longest label and the longest name", () => {
    expect(encodeName("a".repeat(63))).to.have.length(65);
    expect(encodeName(`${"abc.".repeat(63)}a`)).to.have.length(255);
  });
});

describe("readName", () => {
  it("follows compression pointers and goes on behind the first", () => {
    const message = octets("xx", 1, "b", 1, "c", 0, 1, "a", 0xc0, 2, "yy");
    expect(readName(message, 7)).to.deep.equal({ name: "a.b.c", end: 11 });
  });

  const broken: Readonly<Record<string, Buffer>> = {
    "a pointer to itself": octets(0xc0, 0),
    "a pointer forward": octets(0xc0, 2, 0),
    "two pointers to each other": octets(0xc0, 2, 0xc0, 0),
    "a pointer into the labels it ends": octets(1, "a", 0xc0, 0),
    "half a pointer": octets(0xc0),
    "a cut-off label": octets(3, "ab"),
    "no end": octets(1, "a"),
    "an unknown kind of label": octets(0x41, "a"),
    "a name over 255 octets": Buffer.concat([
      ...Array.from({ length: 5 }, () => octets(63, "x".repeat(63))),
      octets(0),
    ]),
    nothing: octets(),
  };
  for (const [name, message] of Object.entries(broken)) {
    it(`refuses ${name}`, () => {
      expect(() => readName(message, 0)).to.throw(WireFormatError);
    });
  }

  it("reads back whatever octets a label holds", () => {
    const label = fc.uint8Array({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(label, { maxLength: 10 }), (labels) => {
        const wire = Buffer.from([...labels.flatMap((each) => [each.length, ...each]), 0]);
        const { name, end } = readName(wire, 0);
        expect(end).to.equal(wire.length);
        expect(encodeName(name)).to.deep.equal(wire);
      }),
    );
  });
});

describe("isSameName", () => {
  it("ignores ASCII case and the final dot, nothing else", () => {
    expect(isSameName("A.b.", "a.B")).to.equal(true);
    expect(isSameName("a.b", "a.c")).to.equal(false);
    expect(isSameName("\\195a", "\\227a")).to.equal(false);
  });
});

describe("encodeCanonicalName", () => {
  it("is in lower case", () => {
    expect(encodeCanonicalName("A.Bc.")).to.deep.equal(octets(1, "a", 2, "bc", 0));
  });
});
