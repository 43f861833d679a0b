import { expect } from "chai";
import type { Speech } from "../../../../provider/adapters/dns/server/conversation";
import { DnsError } from "../../../../provider/adapters/dns/server/dnsError";
import { encodeRdata } from "../../../../provider/adapters/dns/wire/rdata";
import { tsigKey } from "../../../../provider/adapters/dns/wire/tsig";
import type { WireMessage, WireRecord } from "../../../../provider/adapters/dns/wire/wire";
import { type Transfer, transferFrom } from "../../../../provider/adapters/dns/server/zoneTransfer";
import { answerTo, type Reaction, startFakeTcp } from "../../../support/fakeNameServer";

const soa: WireRecord = {
  name: "fed.test",
  type: "SOA",
  class: 1,
  ttlSeconds: 60,
  rdata: Buffer.from("00" + "00" + "00000001".repeat(5), "hex"),
};
const web: WireRecord = {
  name: "web.fed.test",
  type: "A",
  class: 1,
  ttlSeconds: 60,
  rdata: encodeRdata("A", "10.0.0.1"),
};
const key = tsigKey({
  name: "k",
  algorithm: "hmac-sha256",
  secret: Buffer.from("secret").toString("base64"),
});

async function transfer(
  react: (request: WireMessage) => Reaction,
  speech: Partial<Speech> = {},
): Promise<Transfer> {
  const server = await startFakeTcp(react);
  try {
    const { host, port } = server;
    return await transferFrom(
      { server: { host, port }, key: undefined, timeSeconds: 0, deadlineMs: 500, ...speech },
      "fed.test",
    );
  } finally {
    await server.stop();
  }
}

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "nothing failed",
    (error: unknown) => (error instanceof DnsError ? error.code : String(error)),
  );

describe("transferFrom", () => {
  it("collects the records between two SOAs, over many messages, the SOA once", async () => {
    const { records } = await transfer((request) => [
      answerTo(request, { answers: [soa] }),
      ...Array.from({ length: 200 }, () => answerTo(request, { answers: [web, web] })),
      answerTo(request, { answers: [web, soa] }),
    ]);
    expect(records.filter(({ type }) => type === "A")).to.have.length(401);
    expect(records.filter(({ type }) => type === "SOA")).to.have.length(1);
    expect(records[1]?.value).to.equal("10.0.0.1");
  });

  it("ignores messages with another id", async () => {
    const { records } = await transfer((request) => [
      answerTo(request, { id: request.id ^ 1, answers: [web] }),
      answerTo(request, { answers: [soa, web, soa] }),
    ]);
    expect(records).to.have.length(2);
  });

  it("hands over the answer of a server that refuses", async () => {
    const { records, refusal } = await transfer((request) => [answerTo(request, { rcode: 5 })]);
    expect([records, refusal?.message.rcode]).to.deep.equal([[], 5]);
  });

  it("that ends early fails", async () => {
    let held: WireMessage | undefined;
    const react = (request: WireMessage): Reaction => {
      held = request;
      return [answerTo(held, { answers: [soa, web] })];
    };
    expect(await codeOf(transfer(react))).to.equal("no-answer");
  });

  it("that is not signed is refused if it was asked for with a key", async () => {
    const react = (request: WireMessage): Reaction => [
      answerTo(request, { answers: [soa, web, soa] }),
    ];
    expect(await codeOf(transfer(react, { key }))).to.equal("bad-answer");
  });
});
