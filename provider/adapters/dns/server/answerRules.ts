import type { Answer, Speech } from "./conversation";
import { DnsError } from "./dnsError";
import { formatServer, type NameServer } from "./nameServer";
import { rcodeName } from "../wire/numbers";
import { tsigError } from "../wire/tsig";

/** Response codes that mean a condition of an update did not hold (RFC 2136 §3.2). */
const prerequisiteRcodes = ["NXDOMAIN", "YXDOMAIN", "YXRRSET", "NXRRSET"];

/** True if the answer to a query says that the key or its signature is the problem. */
export function isKeyTrouble({ key }: Speech, { message, tsig, signature }: Answer): boolean {
  if (key === undefined || signature === "verified") return false;
  // PowerDNS says NOTAUTH, without a TSIG record, to a query whose signature it does not like.
  const isRefused = tsig === undefined && rcodeName(message.rcode) === "NOTAUTH";
  return isRefused || (tsig !== undefined && tsig.error !== tsigError.none);
}

/** The server's clock less ours, by the server's word in a BADTIME answer; 0 if it does not say. */
export function skewOf({ tsig }: Answer, timeSeconds: number): number {
  return tsig?.other.length === 6 ? tsig.other.readUIntBE(0, 6) - timeSeconds : 0;
}

/**
 * Insists that an answer to a signed request is signed, if it is a success or claims to be signed.
 *
 * @throws DnsError `bad-answer`
 */
export function requireSignature(speech: Speech, { signature, message }: Answer): void {
  const { key, server } = speech;
  if (key === undefined || signature === "verified") return;
  // Servers leave many failures unsigned; a forged one can only make us stop.
  if (signature === "none" && message.rcode !== 0) return;
  const text = `name server ${formatServer(server)} ${signatureProblem(signature)} (key "${key.name}" ${key.algorithm}); something between may have changed it`;
  throw new DnsError("bad-answer", text, { mayHaveHappened: true });
}

function signatureProblem(signature: Answer["signature"]): string {
  if (signature === "none") return "did not sign its answer";
  return signature === "bad-time"
    ? "signed its answer at a time too far from ours"
    : "sent an answer whose signature does not verify";
}

/** The error for an update whose condition did not hold, `undefined` if the answer says something else. */
export function prerequisiteFailure(of: {
  readonly server: NameServer;
  readonly zone: string;
  readonly answer: Answer;
}): DnsError | undefined {
  const name = rcodeName(of.answer.message.rcode);
  if (!prerequisiteRcodes.includes(name)) return undefined;
  const text = `update of zone "${of.zone}" at ${formatServer(of.server)}: ${name}: a condition of the update does not hold, nothing was changed`;
  return new DnsError("prerequisite-failed", text);
}

/** The error for an answer that is neither success nor refusal, such as SERVFAIL. */
export function serverFailure(of: {
  readonly server: NameServer;
  readonly action: string;
  readonly answer: Answer;
}): DnsError {
  const name = rcodeName(of.answer.message.rcode);
  const subject = `${of.action} at ${formatServer(of.server)}: ${name}`;
  return name === "NOTZONE"
    ? new DnsError("invalid-records", `${subject}: a name of the update is outside the zone`)
    : new DnsError("server-failure", `${subject}: the server could not do it; its log says why`);
}

/** The error for a read that a server refused or could not answer from a zone of its own. */
export function readFailure(of: {
  readonly server: NameServer;
  readonly name: string;
  readonly answer: Answer;
}): DnsError | undefined {
  const { server, name, answer } = of;
  const rcode = rcodeName(answer.message.rcode);
  const subject = `query for "${name}" at ${formatServer(server)}: ${rcode}`;
  if (rcode !== "NOERROR" && rcode !== "NXDOMAIN") {
    return new DnsError(
      "zone-not-served",
      `${subject}: the server serves no zone with that name to us`,
    );
  }
  // A cache or a parent zone may know old records or none; what it says must not be taken for the truth.
  return answer.message.isAuthoritative
    ? undefined
    : new DnsError(
        "zone-not-served",
        `${subject}, not authoritative: give the zone's own name server`,
      );
}
