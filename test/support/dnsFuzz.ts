import { formatRdata } from "../../provider/adapters/dns/wire/rdata";
import { readTsig } from "../../provider/adapters/dns/wire/tsig";
import { decodeMessage } from "../../provider/adapters/dns/wire/wire";
import { WireFormatError } from "../../provider/adapters/dns/wire/wireFormatError";
import vectors from "../adapters/dns/wire/tsigVectors.json";

/** A message with every record type and with compression, by hand: what real servers send. */
const richMessage = [
  "00018580" +
    "0001" +
    "0008" +
    "0000" +
    "0000" +
    "03776562" +
    "03666564" +
    "0474657374" +
    "00" +
    "00ff" +
    "0001",
  "c00c" + "0001" + "0001" + "0000003c" + "0004" + "0a000001",
  "c00c" + "001c" + "0001" + "0000003c" + "0010" + "20010db8000000000000000000000001",
  "c010" + "0002" + "0001" + "0000003c" + "0006" + "036e7331" + "c010",
  "c010" + "000f" + "0001" + "0000003c" + "0004" + "000a" + "c00c",
  "c010" + "0006" + "0001" + "0000003c" + "0018" + "c00c" + "c010" + "00000001".repeat(5),
  "c00c" + "0010" + "0001" + "0000003c" + "0007" + "03616263" + "026465",
  "c00c" + "0021" + "0001" + "0000003c" + "0008" + "000100020050" + "c00c",
  "c00c" + "ff7a" + "0001" + "0000003c" + "0005" + "0001" + "02" + "6162",
].join("");

const corpus = [
  richMessage,
  ...vectors.vectors.flatMap(({ request, answer }) => [request, answer]),
].map((hex) => Buffer.from(hex, "hex"));

/** Octets that mean something in a message, so that mutations get past the first check. */
const tellingOctets = [0, 1, 12, 63, 64, 0x80, 0xc0, 0xff];

/**
 * Feeds mutated messages to the decoder and everything behind it. The same seed gives the same
 * messages. Anything but WireFormatError is thrown on, with the message in hexadecimal.
 */
export function fuzzDecoder(of: { readonly messages: number; readonly seed: number }): {
  readonly decoded: number;
  readonly refused: number;
} {
  const { stackTraceLimit } = Error;
  // Most messages end in an error whose stack nobody reads; taking it is most of the time.
  Error.stackTraceLimit = 0;
  try {
    return fuzz(of);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function fuzz(of: { readonly messages: number; readonly seed: number }): {
  readonly decoded: number;
  readonly refused: number;
} {
  const random = generator(of.seed);
  let decoded = 0;
  for (let i = 0; i < of.messages; i++) {
    const octets = mutate(random);
    try {
      consume(octets);
      decoded += 1;
    } catch (error) {
      if (error instanceof WireFormatError) continue;
      throw new Error(`message ${i} of seed ${of.seed}: ${octets.toString("hex")}`, {
        cause: error,
      });
    }
  }
  return { decoded, refused: of.messages - decoded };
}

function consume(octets: Buffer): void {
  const message = decodeMessage(octets);
  readTsig(message);
  for (const record of [...message.answers, ...message.authorities, ...message.additionals]) {
    // In updates the data of other classes keeps no form.
    if (record.class === 1 && record.rdata.length > 0) formatRdata(record.type, record.rdata);
  }
}

function mutate(random: (below: number) => number): Buffer {
  const pick = (list: readonly Buffer[]): Buffer => list[random(list.length)] ?? Buffer.alloc(0);
  let octets = Buffer.from(pick(corpus));
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(octets.length);
    switch (random(6)) {
      case 0:
        octets[at] = random(256);
        break;
      case 1:
        octets[at] = tellingOctets[random(tellingOctets.length)] ?? 0;
        break;
      case 2:
        octets[at] = (octets[at] ?? 0) ^ (1 << random(8));
        break;
      case 3:
        octets = octets.subarray(0, at + 1);
        break;
      case 4: {
        const other = pick(corpus);
        octets = Buffer.concat([octets.subarray(0, at), other.subarray(random(other.length))]);
        break;
      }
      default:
        octets = Buffer.concat([
          octets.subarray(0, at),
          octets.subarray(Math.max(0, at - random(40))),
        ]);
    }
    if (octets.length === 0) return octets;
  }
  return octets;
}

/** Small and good enough: a linear congruential generator (Numerical Recipes), high bits used. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
