import { expect } from "chai";
import { DnsClient } from "../../../../provider/adapters/dns/server/client";
import { DnsError } from "../../../../provider/adapters/dns/server/dnsError";
import type { NameServer } from "../../../../provider/adapters/dns/server/nameServer";
import { createRecordSet } from "../../../../provider/adapters/dns/records/recordSet";
import { tsigKey } from "../../../../provider/adapters/dns/wire/tsig";
import { startFakeTcp } from "../../../support/fakeNameServer";
import { digShort, type RunningNameServer, startNameServer } from "../../../support/nameServers";

describe("DNS over TLS", () => {
  let bind: RunningNameServer;
  before(async () => {
    bind = await startNameServer("bind");
  });
  after(async () => {
    await bind.stop();
  });

  const clientOf = (
    tls: NameServer["tls"],
    { port = bind.tlsPort, deadlineMs = 2000 } = {},
  ): DnsClient =>
    new DnsClient({
      servers: [{ host: bind.host, port, transport: "tls", ...(tls && { tls }) }],
      key: tsigKey(bind.writer),
      deadlineMs,
    });
  const write = (client: DnsClient): Promise<unknown> =>
    createRecordSet({
      client,
      zone: bind.zone,
      registry: { ownerId: "us" },
      wanted: { dnsName: "tls.fed.test", ttlSeconds: 60, records: { A: ["10.0.0.1"] } },
    });
  const failureOf = async (promise: Promise<unknown>): Promise<DnsError> => {
    const error = await promise.then(
      () => new Error("nothing failed"),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof DnsError)) throw error;
    return error;
  };

  it("writes and reads if the certificate is trusted and for the name", async () => {
    const ca = bind.certificate ?? "";
    await write(clientOf({ ca, serverName: "localhost" }));
    expect(digShort({ port: bind.port, name: "tls.fed.test", type: "A" })).to.deep.equal([
      "10.0.0.1",
    ]);
  });

  const distrust: Readonly<Record<string, () => NameServer["tls"]>> = {
    "a certificate that nobody vouches for": () => ({ serverName: "localhost" }),
    "a certificate for another name": () => ({
      ca: bind.certificate ?? "",
      serverName: "ns1.example",
    }),
    "a certificate for a name where the address is asked for": () => ({
      ca: bind.certificate ?? "",
    }),
  };
  for (const [name, tls] of Object.entries(distrust)) {
    it(`sends nothing past ${name}`, async () => {
      const error = await failureOf(write(clientOf(tls())));
      expect([error.code, error.mayHaveHappened]).to.deep.equal(["tls-failed", false]);
      expect(error.message).to.include("did not complete a TLS handshake");
    });
  }

  it("to a port that speaks plain DNS fails in the handshake or at the deadline, and nothing was sent", async () => {
    const error = await failureOf(
      write(clientOf({ ca: bind.certificate ?? "" }, { port: bind.port, deadlineMs: 500 })),
    );
    expect(error.code).to.be.oneOf(["tls-failed", "no-answer", "server-down"]);
    expect(error.mayHaveHappened).to.equal(false);
  });

  it("to a server that never completes the handshake ends at the deadline, and nothing was sent", async () => {
    const mute = await startFakeTcp(() => "silence");
    try {
      const error = await failureOf(write(clientOf({}, { port: mute.port, deadlineMs: 500 })));
      expect([error.code, error.mayHaveHappened]).to.deep.equal(["no-answer", false]);
      expect(error.message).to.include("did not accept a connection");
    } finally {
      await mute.stop();
    }
  });
});
