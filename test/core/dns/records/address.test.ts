import { isIPv4, isIPv6 } from "node:net";
import { expect } from "chai";
import fc from "fast-check";
import { formatAddress, parseAddress } from "../../../../provider/core/dns/records/address";

const canonical: Readonly<Record<string, string>> = {
  "10.20.30.1": "10.20.30.1",
  "255.255.255.255": "255.255.255.255",
  "::": "::",
  "::1": "::1",
  "1::": "1::",
  "2001:DB8:0:0:0:0:0:1": "2001:db8::1",
  "2001:db8:0:1:1:1:1:1": "2001:db8:0:1:1:1:1:1",
  "2001:0:0:1:0:0:0:1": "2001:0:0:1::1",
  "1:0:0:2:0:0:3:4": "1::2:0:0:3:4",
  "::ffff:10.0.0.1": "::ffff:a00:1",
  "1:2:3:4:5:6:1.2.3.4": "1:2:3:4:5:6:102:304",
};

const noAddress = [
  ...[
    "",
    "10.0.0",
    "10.0.0.0.1",
    "10.0.0.256",
    "010.0.0.1",
    "10.0.0.1 ",
    "0x0a.0.0.1",
    "lb.example",
  ],
  ...[
    ":",
    ":::",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2::3",
    "1:2:3:4:5:6:7::8",
    "fe80::1%eth0",
  ],
  ...["12345::", "g::", "1.2.3.4::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "1:", ":1"],
];

describe("parseAddress", () => {
  for (const [text, expected] of Object.entries(canonical)) {
    it(`reads ${text} as ${expected}`, () => {
      expect(parseAddress(text)?.text).to.equal(expected);
    });
  }

  for (const text of noAddress) {
    it(`does not take "${text}" for an address`, () => {
      expect(parseAddress(text)).to.equal(undefined);
    });
  }

  it("agrees with Node on what an address is", () => {
    const piece = fc.constantFrom("0", "1", "ffff", "10", "255", "256", ":", "::", ".", "g", "01");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const expected = isIPv4(text) ? "A" : isIPv6(text) ? "AAAA" : undefined;
        expect(parseAddress(text)?.recordType, text).to.equal(expected);
      }),
      { numRuns: 5000 },
    );
  });

  it("writes every IPv6 address as a browser does and reads it back", () => {
    const octet = fc.oneof(
      { arbitrary: fc.constant(0), weight: 3 },
      { arbitrary: fc.nat(255), weight: 1 },
    );
    fc.assert(
      fc.property(fc.array(octet, { minLength: 16, maxLength: 16 }), (octets) => {
        const text = formatAddress(octets);
        expect(new URL(`http://[${text}]`).hostname).to.equal(`[${text}]`);
        expect(parseAddress(text)?.octets).to.deep.equal(octets);
      }),
      { numRuns: 2000 },
    );
  });
});
