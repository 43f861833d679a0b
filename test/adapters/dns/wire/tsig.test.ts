import { inspect } from "node:util";
import { expect } from "chai";
import {
  readTsig,
  signMessage,
  type Tsig,
  tsigAlgorithms,
  type TsigKey,
  tsigKey,
  verifyMessage,
} from "../../../../provider/adapters/dns/wire/tsig";
import { decodeMessage, type WireMessage } from "../../../../provider/adapters/dns/wire/wire";
import { WireFormatError } from "../../../../provider/adapters/dns/wire/wireFormatError";
import { vectors } from "./tsigVectors.json";

interface Vector {
  readonly key: TsigKey;
  readonly request: WireMessage;
  readonly requestTsig: Tsig;
  readonly answer: WireMessage;
  readonly answerTsig: Tsig;
}

function read(vector: (typeof vectors)[number]): Vector {
  const request = decodeMessage(Buffer.from(vector.request, "hex"));
  const answer = decodeMessage(Buffer.from(vector.answer, "hex"));
  const requestTsig = readTsig(request);
  const answerTsig = readTsig(answer);
  if (requestTsig === undefined || answerTsig === undefined)
    throw new Error("a vector is not signed");
  const key = tsigKey({ name: vector.keyName, algorithm: vector.algorithm, secret: vector.secret });
  return { key, request, requestTsig, answer, answerTsig };
}

const withoutTsig = ({ octets, lastRecordStart }: WireMessage): Buffer => {
  const body = Buffer.from(octets.subarray(0, lastRecordStart));
  body.writeUInt16BE(octets.readUInt16BE(10) - 1, 10);
  return body;
};

const [sample] = vectors.map(read);
if (sample === undefined) throw new Error("no vectors");
const { key, answer, answerTsig, request, requestTsig } = sample;
const verify = (more: Partial<Parameters<typeof verifyMessage>[0]> = {}): string =>
  verifyMessage({
    message: answer,
    tsig: answerTsig,
    key,
    prior: requestTsig.mac,
    timeSeconds: answerTsig.timeSeconds,
    ...more,
  });

describe("TSIG", () => {
  it("has a vector for every algorithm", () => {
    expect(vectors.map(({ algorithm }) => algorithm)).to.have.members([...tsigAlgorithms]);
  });

  for (const vector of vectors) {
    it(`${vector.algorithm}: signs like nsupdate, octet by octet`, () => {
      const { key: own, request: theirs, requestTsig: tsig } = read(vector);
      const signed = signMessage({
        octets: withoutTsig(theirs),
        key: own,
        timeSeconds: tsig.timeSeconds,
        fudgeSeconds: tsig.fudgeSeconds,
      });
      expect(signed.octets.toString("hex")).to.equal(vector.request);
      expect(signed.mac).to.deep.equal(tsig.mac);
    });

    it(`${vector.algorithm}: verifies BIND's answer`, () => {
      const { key: own, requestTsig: tsig, answer: theirs, answerTsig: theirTsig } = read(vector);
      const { mac, timeSeconds } = { mac: tsig.mac, timeSeconds: theirTsig.timeSeconds };
      const verdict = verifyMessage({
        message: theirs,
        tsig: theirTsig,
        key: own,
        prior: mac,
        timeSeconds,
      });
      expect(verdict).to.equal("verified");
    });
  }

  it("notices every single bit that is changed in an answer", () => {
    for (let bit = 0; bit < answer.octets.length * 8; bit++) {
      const octets = Buffer.from(answer.octets);
      const [at, mask] = [bit >> 3, 1 << (bit & 7)];
      octets[at] = (octets[at] ?? 0) ^ mask;
      // The record holds the id that was signed, and names are signed in lower case (RFC 8945 §4.3.3).
      const isFree =
        at < 2 || (mask === 0x20 && /[a-z]/i.test(String.fromCharCode(octets[at] ?? 0)));
      if (!isFree) expect(judge(octets), `octet ${at}, mask ${mask}`).to.not.equal("verified");
    }
  });

  function judge(octets: Buffer): string {
    try {
      const message = decodeMessage(octets);
      const tsig = readTsig(message);
      return tsig === undefined ? "none" : verify({ message, tsig });
    } catch (error) {
      if (error instanceof WireFormatError) return "malformed";
      throw error;
    }
  }

  it("does not take an answer to another request", () => {
    expect(verify({ prior: Buffer.alloc(32) })).to.equal("bad-signature");
  });

  it("compares key and algorithm by name", () => {
    expect(verify({ key: { ...key, name: "other" } })).to.equal("bad-key");
    expect(verify({ key: { ...key, algorithm: "hmac-sha512" } })).to.equal("bad-key");
    expect(verify({ key: { ...key, name: `${key.name.toUpperCase()}.` } })).to.equal("verified");
  });

  it("allows the clocks to differ by the fudge and not a second more", () => {
    const { timeSeconds, fudgeSeconds } = answerTsig;
    expect(verify({ timeSeconds: timeSeconds + fudgeSeconds })).to.equal("verified");
    expect(verify({ timeSeconds: timeSeconds + fudgeSeconds + 1 })).to.equal("bad-time");
    expect(verify({ timeSeconds: timeSeconds - fudgeSeconds - 1 })).to.equal("bad-time");
  });

  it("refuses a truncated signature", () => {
    expect(verify({ tsig: { ...answerTsig, mac: answerTsig.mac.subarray(0, 16) } })).to.equal(
      "bad-signature",
    );
  });

  it("reads no TSIG record from a message without one", () => {
    expect(readTsig(decodeMessage(withoutTsig(request)))).to.equal(undefined);
  });
});

describe("tsigKey", () => {
  const secret = Buffer.from("a secret that must not be seen").toString("base64");

  it("accepts an algorithm in any case and a secret with line breaks and without padding", () => {
    const spaced = ` ${secret.replace(/=+$/, "").replace(/(.{8})/g, "$1\n")}`;
    const made = tsigKey({ name: "k", algorithm: "HMAC-SHA256", secret: spaced });
    expect(made.algorithm).to.equal("hmac-sha256");
    expect(made.secret.export().toString("base64")).to.equal(secret);
  });

  it("refuses an unknown algorithm, naming those that are known", () => {
    expect(() => tsigKey({ name: "k", algorithm: "hmac-md5", secret })).to.throw(
      'TSIG key "k": the algorithm "hmac-md5" is not supported; allowed are "hmac-sha1", "hmac-sha224"',
    );
  });

  for (const wrong of ["", " ", "not base64!", "abc*", `${secret.slice(0, -4)}-_==`]) {
    it(`refuses the secret ${JSON.stringify(wrong.slice(0, 12))} without showing it`, () => {
      const make = (): TsigKey => tsigKey({ name: "k", algorithm: "hmac-sha256", secret: wrong });
      expect(make).to.throw('TSIG key "k": the secret is empty or not base64');
      if (wrong.trim() !== "") expect(make).to.not.throw(wrong);
    });
  }

  it("keeps its secret out of every print-out", () => {
    const made = tsigKey({ name: "k", algorithm: "hmac-sha256", secret });
    const shown = inspect(made, { depth: null, showHidden: true }) + JSON.stringify(made);
    expect(shown).to.not.include(secret);
    expect(shown).to.not.include("must not be seen");
  });
});
