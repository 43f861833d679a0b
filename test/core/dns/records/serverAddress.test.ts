import { expect } from "chai";
import { parseServerAddress } from "../../../../provider/core/dns/records/serverAddress";

describe("parseServerAddress", () => {
  const rows: Readonly<Record<string, readonly [host: string, port?: number]>> = {
    "ns1.a.test": ["ns1.a.test"],
    "ns1.a.test:5353": ["ns1.a.test", 5353],
    "[2001:db8::53]": ["2001:db8::53"],
    "[2001:db8::53]:5353": ["2001:db8::53", 5353],
    "2001:db8::53": ["2001:db8::53"],
    "ns1.a.test:dns": ["ns1.a.test:dns"],
  };
  for (const [text, [host, port]] of Object.entries(rows)) {
    it(`reads "${text}"`, () => {
      expect(parseServerAddress(text)).to.deep.equal(
        port === undefined ? { host } : { host, port },
      );
    });
  }
});
