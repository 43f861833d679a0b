import { type Answer, converse, type Request, type Speech } from "./conversation";
import { DnsError, type DnsErrorCode } from "./dnsError";
import { formatServer } from "./nameServer";
import { isSameName } from "../wire/name";
import { rcodeName, tsigErrorName } from "../wire/numbers";
import {
  defaultFudgeSeconds,
  type TsigAlgorithm,
  tsigAlgorithms,
  tsigError,
  type TsigKey,
} from "../wire/tsig";

/** A refused request: how it was sent, for which zone, and what came back. */
export interface Refusal {
  readonly speech: Speech;
  readonly zone: string;
  /** What was asked for, as a message says it: `update`, `transfer`. */
  readonly action: string;
  readonly answer: Answer;
}

/** Why a request was refused. */
export interface Explanation {
  readonly error: DnsError;
  /** With `clock-skew`: what to add to our clock to get the server's, in seconds. */
  readonly skewSeconds?: number;
}

// The largest a TSIG record can hold, about 18 hours.
const maxFudgeSeconds = 65535;
const skewPrecisionSeconds = 60;

/**
 * Finds out why a server refused, with a few harmless requests: SOA queries, and updates that
 * change nothing.
 *
 * The answer alone does not tell. Knot says BADKEY of a good key without a grant, PowerDNS says
 * REFUSED, unsigned, of anything that is wrong with a key. So the questions are asked one by one:
 * is the zone served, is the signature accepted for a query, with more tolerance for the clock, with
 * another algorithm?
 *
 * @throws DnsError if the server can no longer be reached.
 */
export async function explainRefusal(refusal: Refusal): Promise<Explanation> {
  const code = refusal.answer.tsig?.error ?? tsigError.none;
  if (code === tsigError.badSignature) return plain(refusal, "wrong-secret");
  const { isServed, isKeyKnown } = await askForZone(refusal);
  if (!isServed && code !== tsigError.badKey) return plain(refusal, "zone-not-served");
  if (refusal.speech.key === undefined) return plain(refusal, "no-grant");
  if (isKeyKnown) {
    const isGranted = refusal.action === "update" && (await mayUpdateZone(refusal));
    return plain(refusal, isGranted ? "records-refused" : "no-grant");
  }
  return explainKey(refusal, refusal.speech.key);
}

/** Asks for the zone's SOA without and with the signature. */
async function askForZone({
  speech,
  zone,
  answer,
}: Refusal): Promise<{ readonly isServed: boolean; readonly isKeyKnown: boolean }> {
  const soa: Request = { opcode: "query", question: { name: zone, type: "SOA" } };
  const answers = await Promise.all([
    converse({ ...speech, key: undefined }, [soa]),
    converse(speech, [soa]),
  ]);
  return {
    isServed: answers.flat().some((each) => isOwnSoa(each, zone)),
    isKeyKnown: [answer, ...answers.flat()].some(isSigned),
  };
}

/** Finds out what is wrong with a key that the server does not accept. */
async function explainKey(refusal: Refusal, key: TsigKey): Promise<Explanation> {
  const fudgeSeconds = maxFudgeSeconds;
  if (await knowsSignature(refusal, { fudgeSeconds })) {
    const skewSeconds = await measureSkew(refusal);
    return { error: clockSkewError({ refusal, skewSeconds }), skewSeconds };
  }
  for (const algorithm of tsigAlgorithms) {
    if (algorithm === key.algorithm) continue;
    if (await knowsSignature(refusal, { fudgeSeconds, algorithm })) {
      const why = `the server's key is for ${algorithm}; set the algorithm to that`;
      return { error: errorOf({ refusal, code: "wrong-algorithm", why }) };
    }
  }
  const isUnknown = refusal.answer.tsig?.error === tsigError.badKey;
  return plain(refusal, isUnknown ? "unknown-key" : "wrong-secret");
}

function isOwnSoa({ message }: Answer, zone: string): boolean {
  return (
    message.isAuthoritative &&
    message.answers.some(({ name, type }) => type === "SOA" && isSameName(name, zone))
  );
}

/** True if the server has proved to know the key, whatever it thinks of our clock. */
function isSigned({ signature, tsig }: Answer): boolean {
  return (signature === "verified" || signature === "bad-time") && tsig?.error === tsigError.none;
}

interface Probe {
  /** @default 300 */
  readonly fudgeSeconds?: number;
  /** @default the key's */
  readonly algorithm?: TsigAlgorithm;
  /** @default 0 */
  readonly shiftSeconds?: number;
}

/** Sends an update that asks for nothing. */
async function probe({ speech, zone }: Refusal, how: Probe): Promise<Answer | undefined> {
  const { key, timeSeconds } = speech;
  const { fudgeSeconds = defaultFudgeSeconds, algorithm = key?.algorithm, shiftSeconds = 0 } = how;
  const [answer] = await converse(
    {
      ...speech,
      key: key && algorithm && { ...key, algorithm },
      fudgeSeconds,
      timeSeconds: timeSeconds + shiftSeconds,
    },
    [{ opcode: "update", question: { name: zone, type: "SOA" } }],
  );
  return answer;
}

async function knowsSignature(refusal: Refusal, how: Probe): Promise<boolean> {
  const answer = await probe(refusal, how);
  return answer !== undefined && isSigned(answer);
}

async function mayUpdateZone(refusal: Refusal): Promise<boolean> {
  const answer = await probe(refusal, {});
  return answer !== undefined && rcodeName(answer.message.rcode) === "NOERROR";
}

/** Narrows the skew down with the tolerance we ask for: the server accepts if it is within. */
async function measureSkew(refusal: Refusal): Promise<number> {
  let [refused, accepted] = [defaultFudgeSeconds, maxFudgeSeconds];
  while (accepted - refused > skewPrecisionSeconds) {
    const fudgeSeconds = Math.floor((refused + accepted) / 2);
    if (await knowsSignature(refusal, { fudgeSeconds })) accepted = fudgeSeconds;
    else refused = fudgeSeconds;
  }
  const isAhead = await knowsSignature(refusal, {
    fudgeSeconds: defaultFudgeSeconds,
    shiftSeconds: accepted,
  });
  return isAhead ? accepted : -accepted;
}

/** The error for a clock that differs, by as much as is known. */
export function clockSkewError(of: {
  readonly refusal: Refusal;
  readonly skewSeconds: number;
}): DnsError {
  const { refusal, skewSeconds } = of;
  const where = skewSeconds > 0 ? "ahead of" : "behind";
  return errorOf({
    refusal,
    code: "clock-skew",
    why: `the server's clock is about ${Math.abs(skewSeconds)} s ${where} ours, at most ${defaultFudgeSeconds} s are allowed; set one of them`,
  });
}

type PlainCode =
  "no-grant" | "records-refused" | "unknown-key" | "wrong-secret" | "zone-not-served";

function plain(refusal: Refusal, code: PlainCode): Explanation {
  return { error: errorOf({ refusal, code, why: reasons[code](refusal) }) };
}

const reasons: Readonly<Record<PlainCode, (refusal: Refusal) => string>> = {
  "no-grant": ({ speech, action }) =>
    speech.key === undefined
      ? `the server does not allow an unsigned ${action}; give a TSIG key`
      : `the key is right and is not granted ${action} of this zone; grant it in the server's configuration`,
  "records-refused": () =>
    "the key may update the zone, but not like this: its rules may exclude the name or the type, or the name holds records that these cannot stand beside",
  "unknown-key": ({ action }) =>
    `the server knows no such key, or it is not allowed anything in this zone; configure the key there for ${action}`,
  "wrong-secret": ({ answer }) =>
    answer.tsig?.error === tsigError.badSignature
      ? "the server knows the key with another secret; compare the secrets"
      : "the server does not accept the key and does not say why; compare name and secret, and clocks that may be more than 18 hours apart",
  "zone-not-served": () =>
    "the server is not authoritative for the zone; correct the zone's name or the server",
};

function errorOf(of: {
  readonly refusal: Refusal;
  readonly code: DnsErrorCode;
  readonly why: string;
}): DnsError {
  const { refusal, code, why } = of;
  const { speech, zone, action, answer } = refusal;
  const key = speech.key ? `, key "${speech.key.name}" ${speech.key.algorithm}` : ", no key";
  const tsig = answer.tsig ? ` TSIG ${tsigErrorName(answer.tsig.error)}` : "";
  const said = `${rcodeName(answer.message.rcode)}${tsig}`;
  return new DnsError(
    code,
    `${action} of zone "${zone}" at ${formatServer(speech.server)}${key}: ${said}: ${why}`,
  );
}
