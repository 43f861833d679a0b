import { expect } from "chai";
import {
  formatServer,
  type NameServer,
  portOf,
} from "../../../../provider/adapters/dns/server/nameServer";

describe("formatServer", () => {
  const rows: readonly (readonly [NameServer, string])[] = [
    [{ host: "ns1.example" }, "ns1.example:53"],
    [{ host: "127.0.0.1", port: 5353, transport: "tcp" }, "127.0.0.1:5353"],
    [{ host: "::1", transport: "tls" }, "[::1]:853 (tls)"],
    [{ host: "10.0.0.1", transport: "udp" }, "10.0.0.1:53 (udp)"],
  ];
  for (const [server, text] of rows) {
    it(text, () => {
      expect(formatServer(server)).to.equal(text);
    });
  }
});

describe("portOf", () => {
  it("is 853 for TLS and 53 otherwise, unless given", () => {
    const host = "ns1.example";
    expect([
      portOf({ host }),
      portOf({ host, transport: "tls" }),
      portOf({ host, port: 1 }),
    ]).to.deep.equal([53, 853, 1]);
  });
});
