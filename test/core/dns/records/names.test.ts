import { expect } from "chai";
import fc from "fast-check";
import {
  canonicalName,
  closestZone,
  isWithinZone,
  parseDnsName,
} from "../../../../provider/core/dns/records/names";

const accepted: Readonly<Record<string, string>> = {
  "Web.Example.COM.": "web.example.com",
  "_sip._tcp.example.com": "_sip._tcp.example.com",
  "*.example.com": "*.example.com",
  "bücher.example": "xn--bcher-kva.example",
  "BÜCHER.example": "xn--bcher-kva.example",
  "*.bücher.example": "*.xn--bcher-kva.example",
  "faß.example": "xn--fa-hia.example",
  "例え。テスト": "xn--r8jz45g.xn--zckzah",
  "xn--bcher-kva.example": "xn--bcher-kva.example",
  "1.2.3.4": "1.2.3.4",
  "4.3.2.1.in-addr.arpa": "4.3.2.1.in-addr.arpa",
  test: "test",
};

const refused: Readonly<Record<string, string>> = {
  "": "is empty",
  ".": "is empty",
  "a..b": "has an empty label",
  ".a": "has an empty label",
  "a b.example": 'holds " "',
  "a/b.example": 'holds "/"',
  "a%41.bücher": 'holds "%"',
  "a\\.b.example": 'holds "\\\\"',
  "-a.example": 'has the label "-a"',
  "a-.example": 'has the label "a-"',
  "a.*.example": 'has a "*"',
  "a*.example": 'has a "*"',
  [`${"a".repeat(64)}.example`]: "has a label of 64 characters",
  [`${"bü".repeat(40)}.example`]: "has a label of",
  [Array.from({ length: 64 }, () => "abc").join(".")]: "has 255 characters",
  "a\u200d.example": "no internationalised domain name",
};

describe("parseDnsName", () => {
  for (const [text, name] of Object.entries(accepted)) {
    it(`reads "${text}" as "${name}"`, () => {
      expect(parseDnsName(text)).to.deep.equal({ name });
    });
  }

  for (const [text, problem] of Object.entries(refused)) {
    it(`refuses "${text.slice(0, 30)}": ${problem}`, () => {
      expect(parseDnsName(text).problem).to.include(problem);
    });
  }

  it("accepts labels of 63 and names of 253 characters", () => {
    const label = "a".repeat(63);
    const name = [label, label, label, "a".repeat(61)].join(".");
    expect(parseDnsName(name)).to.deep.equal({ name });
    expect(parseDnsName(`${name}a`).problem).to.include("has 254 characters");
  });

  it("gives ASCII only, and reads its own result as the same name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (text) => {
        const { name } = parseDnsName(text);
        if (name === undefined) return;
        expect(name).to.match(/^[a-z0-9_.*-]+$/);
        expect(parseDnsName(name)).to.deep.equal({ name });
      }),
      { numRuns: 2000 },
    );
  });
});

describe("canonicalName", () => {
  it("folds ASCII case and drops the final dot", () => {
    expect(canonicalName("A.Example.")).to.equal("a.example");
  });

  it("keeps the root and an escaped final dot", () => {
    expect(canonicalName(".")).to.equal(".");
    expect(canonicalName("a\\.")).to.equal("a\\.");
  });
});

describe("isWithinZone", () => {
  const rows: readonly (readonly [name: string, zone: string, isWithin: boolean])[] = [
    ["fed.test", "fed.test", true],
    ["a.b.fed.test", "fed.test", true],
    ["A.FED.test.", "fed.TEST", true],
    ["notfed.test", "fed.test", false],
    ["test", "fed.test", false],
    ["anything", ".", true],
  ];
  for (const [name, zone, isWithin] of rows) {
    it(`"${name}" is ${isWithin ? "" : "not "}in "${zone}"`, () => {
      expect(isWithinZone({ name, zone })).to.equal(isWithin);
    });
  }
});

describe("closestZone", () => {
  it("prefers the longest zone, whatever the order", () => {
    const zones = ["test", "eu.fed.test", "fed.test"];
    expect(closestZone({ name: "a.eu.fed.test", zones })).to.equal("eu.fed.test");
    expect(closestZone({ name: "a.eu.fed.test", zones: [...zones].reverse() })).to.equal(
      "eu.fed.test",
    );
  });

  it("finds none outside all zones", () => {
    expect(closestZone({ name: "a.other", zones: ["fed.test"] })).to.equal(undefined);
  });
});
