import { expect } from "chai";
import { DnsClient, type DnsClientOptions } from "../../../../provider/adapters/dns/server/client";
import { DnsError, type DnsErrorCode } from "../../../../provider/adapters/dns/server/dnsError";
import { encodeCanonicalName } from "../../../../provider/adapters/dns/wire/name";
import { uint16 } from "../../../../provider/adapters/dns/wire/octets";
import { encodeRdata } from "../../../../provider/adapters/dns/wire/rdata";
import { signMessage, tsigKey } from "../../../../provider/adapters/dns/wire/tsig";
import { change, rrset } from "../../../../provider/adapters/dns/server/update";
import {
  encodeRecord,
  type WireMessage,
  type WireRecord,
} from "../../../../provider/adapters/dns/wire/wire";
import { pickPort } from "../../../fleet/port";
import {
  answerTo,
  octetByOctet,
  type FakeNameServer,
  type Reaction,
  startFakeTcp,
  startFakeUdp,
} from "../../../support/fakeNameServer";

const secret = Buffer.from("the secret of the tests").toString("base64");
const key = tsigKey({ name: "k", algorithm: "hmac-sha256", secret });
const question = { name: "web.fed.test", type: "A" } as const;
const asked = { zone: "fed.test", questions: [question] };
const aRecord: WireRecord = {
  name: "web.fed.test",
  type: "A",
  class: 1,
  ttlSeconds: 60,
  rdata: encodeRdata("A", "10.0.0.1"),
};
const update = {
  prerequisites: [],
  updates: change.addToRrset(rrset({ ...question, ttlSeconds: 60, values: ["10.0.0.1"] })),
};
const yes = (request: WireMessage): Buffer[] => [answerTo(request, { answers: [aRecord] })];

describe("DnsClient with a server that", () => {
  const running: FakeNameServer[] = [];
  const start = async (react: (request: WireMessage) => Reaction): Promise<FakeNameServer> => {
    const server = await startFakeTcp(react);
    running.push(server);
    return server;
  };
  const clientOf = (
    servers: readonly FakeNameServer[],
    more: Partial<DnsClientOptions> = {},
  ): DnsClient =>
    new DnsClient({
      servers: servers.map(({ host, port }) => ({ host, port })),
      deadlineMs: 300,
      ...more,
    });

  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ stop }) => stop()));
  });

  const failure = async (promise: Promise<unknown>): Promise<DnsError> => {
    const error = await promise.then(
      () => new Error("nothing failed"),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof DnsError)) throw error;
    expect(error.message).to.not.include(secret);
    return error;
  };
  const codeOf = async (promise: Promise<unknown>): Promise<DnsErrorCode> =>
    (await failure(promise)).code;

  it("answers: records of the name and type asked are returned, and no others", async () => {
    const elsewhere = { ...aRecord, name: "lb.example", rdata: encodeRdata("A", "10.9.9.9") };
    const alias = { ...aRecord, type: "CNAME" as const, rdata: encodeRdata("CNAME", "lb.example") };
    const server = await start((request) => [
      answerTo(request, { answers: [alias, elsewhere, aRecord] }),
    ]);
    const [result] = await clientOf([server]).query(asked);
    expect(result?.values).to.deep.equal(["10.0.0.1"]);
  });

  it("answers out of order: each question gets its own answer", async () => {
    const held: WireMessage[] = [];
    const server = await start((request) => {
      held.push(request);
      if (held.length < 2) return [];
      return [...held].reverse().map((each) => {
        const name = each.questions[0]?.name ?? "";
        return answerTo(each, {
          answers: [{ ...aRecord, name, rdata: encodeRdata("A", `10.0.0.${name.length}`) }],
        });
      });
    });
    const names = ["a.fed.test", "abc.fed.test"];
    const results = await clientOf([server]).query({
      zone: "fed.test",
      questions: names.map((name) => ({ name, type: "A" })),
    });
    expect(results.map(({ values }) => values)).to.deep.equal([["10.0.0.10"], ["10.0.0.12"]]);
  });

  it("floods us with other ids and other questions: all are ignored", async () => {
    const server = await start((request) => {
      const wrongId = answerTo(request, { id: request.id ^ 1, rcode: 5 });
      const wrongName = answerTo({ ...request, octets: renamed(request.octets) });
      const asked = Buffer.from(request.octets);
      return [...Array.from({ length: 20_000 }, () => wrongId), wrongName, asked, ...yes(request)];
    });
    const [result] = await clientOf([server], { deadlineMs: 5000 }).query(asked);
    expect(result?.values).to.deep.equal(["10.0.0.1"]);
  });

  it("floods us without end: the deadline holds", async () => {
    const server = await start((request) => ({
      endlessly: answerTo(request, { id: request.id ^ 1 }),
    }));
    const error = await failure(clientOf([server]).query(asked));
    expect(error.code).to.equal("no-answer");
  });

  it("sends its answer octet by octet: it is put together", async () => {
    const server = await start((request) => yes(request).flatMap(octetByOctet));
    const [result] = await clientOf([server], { deadlineMs: 5000 }).query(asked);
    expect(result?.values).to.deep.equal(["10.0.0.1"]);
  });

  const rows: readonly (readonly [
    name: string,
    react: (request: WireMessage) => Reaction,
    code: DnsErrorCode,
  ])[] = [
    ["sends no answer", () => "silence", "no-answer"],
    ["ends the connection instead of answering", () => "close", "answer-lost"],
    ["sends a malformed answer", (request) => [answerTo(request).subarray(0, 20)], "bad-answer"],
    ["fails", (request) => [answerTo(request, { rcode: 2 })], "server-failure"],
    [
      "is not authoritative",
      (request) => [answerTo(request, { isAuthoritative: false })],
      "zone-not-served",
    ],
    ["refuses the query", (request) => [answerTo(request, { rcode: 5 })], "zone-not-served"],
  ];
  for (const [name, react, code] of rows) {
    it(`${name}: ${code}`, async () => {
      const server = await start(react);
      const error = await failure(clientOf([server]).query(asked));
      expect(error.code).to.equal(code);
      expect(error.message).to.include(`127.0.0.1:${server.port}`);
    });
  }

  it("does not sign its success: bad-answer, and the update may have happened", async () => {
    const server = await start((request) => [answerTo(request)]);
    const client = clientOf([server], { key });
    expect(await codeOf(client.query(asked))).to.equal("bad-answer");
    const error = await failure(client.update("fed.test", update));
    expect([error.code, error.mayHaveHappened]).to.deep.equal(["bad-answer", true]);
  });

  it("signs with another request in mind: bad-answer", async () => {
    const timeSeconds = Math.floor(Date.now() / 1000);
    const server = await start((request) => [
      signMessage({ octets: answerTo(request), key, timeSeconds }).octets,
    ]);
    expect(await codeOf(clientOf([server], { key }).query(asked))).to.equal("bad-answer");
  });

  it("claims BADTIME without a signature that verifies: our clock is left alone", async () => {
    const now = Math.floor(Date.now() / 1000);
    const server = await start((request) => [
      withForgedBadTime(answerTo(request, { rcode: 9 }), now + 100_000),
    ]);
    await failure(clientOf([server], { key }).update("fed.test", update));
    // The time is behind the algorithm's name, which has 13 octets.
    const times = server.requests.flatMap(({ additionals }) =>
      additionals.map(({ rdata }) => rdata.readUIntBE(13, 6)),
    );
    expect(times).to.not.have.length(0);
    expect(times.filter((time) => Math.abs(time - now) > 10)).to.deep.equal([]);
  });

  it("is down: the next one is asked, and stays first", async () => {
    const unused = await pickPort();
    const down: FakeNameServer = {
      host: "127.0.0.1",
      port: unused,
      requests: [],
      stop: () => Promise.resolve(),
    };
    const up = await start(yes);
    const client = clientOf([down, up]);
    expect((await client.update("fed.test", update)).port).to.equal(up.port);
    await client.query(asked);
    expect(up.requests).to.have.length(2);
  });

  it("are all down: the error names each", async () => {
    const ports = [await pickPort(), await pickPort()];
    const servers = ports.map((port) => ({ host: "127.0.0.1", port }));
    const error = await failure(new DnsClient({ servers }).query(asked));
    expect(error.code).to.equal("server-down");
    for (const port of ports) expect(error.message).to.include(`127.0.0.1:${port}`);
  });

  it("loses the answer to an update: no other server gets it, and the error says that it may have happened", async () => {
    const [losing, other] = [await start(() => "close"), await start(yes)];
    const error = await failure(clientOf([losing, other]).update("fed.test", update));
    expect([error.code, error.mayHaveHappened]).to.deep.equal(["answer-lost", true]);
    expect([losing.requests.length, other.requests.length]).to.deep.equal([1, 0]);
  });

  it("loses the answer to a query: the next one is asked", async () => {
    const [losing, other] = [await start(() => "close"), await start(yes)];
    const [result] = await clientOf([losing, other]).query(asked);
    expect(result?.values).to.deep.equal(["10.0.0.1"]);
  });

  it("speaks no TLS: tls-failed or no-answer, and nothing was sent", async () => {
    const mute = await start(() => "silence");
    const servers = [{ host: mute.host, port: mute.port, transport: "tls" as const }];
    const error = await failure(
      new DnsClient({ servers, deadlineMs: 200 }).update("fed.test", update),
    );
    expect(error.mayHaveHappened).to.equal(false);
    expect(error.message).to.include("(tls)");
  });

  it("needs no server: an empty list is refused", () => {
    expect(() => new DnsClient({ servers: [] })).to.throw(DnsError, "no name server is given");
  });

  describe("speaks UDP", () => {
    const udpClient = ({ host, port }: FakeNameServer): DnsClient =>
      new DnsClient({ servers: [{ host, port, transport: "udp" }], deadlineMs: 300 });

    it("and truncates: the same question is put over TCP", async () => {
      const tcp = await start(yes);
      const udp = await startFakeUdp(
        (request) => [answerTo(request, { isTruncated: true })],
        tcp.port,
      );
      running.push(udp);
      const [result] = await udpClient(udp).query(asked);
      expect(result?.values).to.deep.equal(["10.0.0.1"]);
      expect([udp.requests.length, tcp.requests.length]).to.deep.equal([1, 1]);
    });

    it("and loses a query: it is sent again", async () => {
      let lost = 0;
      const udp = await startFakeUdp((request) => (lost++ === 0 ? [] : yes(request)));
      running.push(udp);
      const [result] = await udpClient(udp).query(asked);
      expect(result?.values).to.deep.equal(["10.0.0.1"]);
    });

    it("and loses an update: it is not sent again", async () => {
      const udp = await startFakeUdp(() => []);
      running.push(udp);
      const error = await failure(udpClient(udp).update("fed.test", update));
      expect([error.code, error.mayHaveHappened]).to.deep.equal(["no-answer", true]);
      expect(udp.requests).to.have.length(1);
    });

    it("and is down: server-down, and nothing happened", async () => {
      const port = await pickPort();
      const error = await failure(
        udpClient({ host: "127.0.0.1", port, requests: [], stop: () => Promise.resolve() }).update(
          "fed.test",
          update,
        ),
      );
      expect([error.code, error.mayHaveHappened]).to.deep.equal(["server-down", false]);
    });
  });
});

/** The same message about another name, as long. */
function renamed(octets: Buffer): Buffer {
  const other = Buffer.from(octets);
  other.write("xxx", 13, "latin1");
  return other;
}

/** Adds a TSIG record that says BADTIME and was signed by nobody. */
function withForgedBadTime(octets: Buffer, serverSeconds: number): Buffer {
  const time = Buffer.alloc(6);
  time.writeUIntBE(serverSeconds, 0, 6);
  const rdata = Buffer.concat([
    encodeCanonicalName("hmac-sha256"),
    time,
    ...[300, 32].map(uint16),
    Buffer.alloc(32),
    octets.subarray(0, 2),
    ...[18, 6].map(uint16),
    time,
  ]);
  const forged = Buffer.concat([
    octets,
    encodeRecord({ name: "k", type: "TSIG", class: 255, ttlSeconds: 0, rdata }),
  ]);
  forged.writeUInt16BE(1, 10);
  return forged;
}
