import { expect } from "chai";
import { change, prerequisite, rrset } from "../../../../provider/adapters/dns/server/update";
import {
  decodeMessage,
  encodeRequest,
  type WireRequest,
} from "../../../../provider/adapters/dns/wire/wire";
import { WireFormatError } from "../../../../provider/adapters/dns/wire/wireFormatError";
import { fuzzDecoder } from "../../../support/dnsFuzz";

const web = rrset({
  name: "web.fed.test",
  type: "A",
  ttlSeconds: 60,
  values: ["10.0.0.1", "10.0.0.2"],
});
const request: WireRequest = {
  id: 0x1234,
  opcode: "update",
  question: { name: "fed.test", type: "SOA" },
  prerequisites: prerequisite.nameIsUnused("web.fed.test"),
  updates: change.addToRrset(web),
};

describe("encodeRequest", () => {
  it("writes an update as RFC 2136 §2 lays it out", () => {
    expect(encodeRequest(request).toString("hex")).to.equal(
      [
        "1234" + "2800" + "0001" + "0001" + "0002" + "0000",
        "03666564" + "0474657374" + "00" + "0006" + "0001",
        "03776562" + "03666564" + "0474657374" + "00" + "00ff" + "00fe" + "00000000" + "0000",
        "03776562" +
          "03666564" +
          "0474657374" +
          "00" +
          "0001" +
          "0001" +
          "0000003c" +
          "0004" +
          "0a000001",
        "03776562" +
          "03666564" +
          "0474657374" +
          "00" +
          "0001" +
          "0001" +
          "0000003c" +
          "0004" +
          "0a000002",
      ].join(""),
    );
  });

  it("refuses a message that TCP cannot carry, saying what to do", () => {
    const values = Array.from({ length: 300 }, () => "x".repeat(250));
    const updates = change.addToRrset(
      rrset({ name: "web.fed.test", type: "TXT", ttlSeconds: 60, values }),
    );
    expect(() => encodeRequest({ ...request, updates })).to.throw(
      WireFormatError,
      "split the change by name",
    );
  });
});

describe("decodeMessage", () => {
  it("reads back what was written", () => {
    const message = decodeMessage(encodeRequest(request));
    expect(message).to.deep.include({ id: 0x1234, isResponse: false, opcode: 5, rcode: 0 });
    expect(message.questions).to.deep.equal([request.question]);
    expect(message.answers).to.deep.equal(request.prerequisites);
    expect(message.authorities).to.deep.equal(request.updates);
  });

  it("reads the flags", () => {
    const octets = Buffer.from("0001" + "8605" + "0000" + "0000" + "0000" + "0000", "hex");
    expect(decodeMessage(octets)).to.deep.include({
      isResponse: true,
      isAuthoritative: true,
      isTruncated: true,
      rcode: 5,
      opcode: 0,
    });
  });

  const whole = encodeRequest(request);
  it("refuses every message that is cut off", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeMessage(whole.subarray(0, length)), String(length)).to.throw(
        WireFormatError,
      );
    }
  });

  it("refuses octets behind the message, which no signature would cover", () => {
    expect(() => decodeMessage(Buffer.concat([whole, Buffer.from([0])]))).to.throw(WireFormatError);
  });

  it("does not believe the counts in the header", () => {
    const lying = Buffer.from(whole);
    lying.writeUInt16BE(65535, 8);
    expect(() => decodeMessage(lying)).to.throw(WireFormatError);
  });

  it("survives mutated messages", () => {
    const { decoded, refused } = fuzzDecoder({ messages: 50_000, seed: 1 });
    expect(decoded + refused).to.equal(50_000);
    expect(decoded, "some still decode, or the mutations only hit the header").to.be.greaterThan(
      1000,
    );
  });
});
