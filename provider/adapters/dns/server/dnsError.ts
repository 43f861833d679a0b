/**
 * What went wrong with a name server or a record set; stable, programs may match on it.
 *
 * | code | meaning |
 * |---|---|
 * | `answer-lost` | the request was sent and the connection ended without an answer |
 * | `bad-answer` | the answer is malformed, or its signature is missing or wrong |
 * | `changed-meanwhile` | others keep changing the name while we write |
 * | `clock-skew` | our clock and the server's differ too much |
 * | `foreign-owner` | another owner holds the name |
 * | `invalid-records` | the records cannot be written as DNS data |
 * | `no-answer` | nothing came within the deadline |
 * | `no-grant` | the key is right and may not do this |
 * | `not-written` | the server agreed and the records are not there |
 * | `prerequisite-failed` | a condition of the update did not hold; nothing was changed |
 * | `records-refused` | the key may update the zone, and the server refuses these records |
 * | `server-down` | nothing listens at the address |
 * | `server-failure` | the server could not do it: SERVFAIL, FORMERR, NOTIMP |
 * | `tls-failed` | the TLS handshake failed |
 * | `unknown-key` | the server does not know the key |
 * | `unowned-records` | the name has records that nobody owns |
 * | `wrong-algorithm` | the server knows the key with another algorithm |
 * | `wrong-secret` | the server knows the key with another secret |
 * | `zone-not-served` | the server is not authoritative for the zone |
 */
export type DnsErrorCode =
  | "answer-lost"
  | "bad-answer"
  | "changed-meanwhile"
  | "clock-skew"
  | "foreign-owner"
  | "invalid-records"
  | "no-answer"
  | "no-grant"
  | "not-written"
  | "prerequisite-failed"
  | "records-refused"
  | "server-down"
  | "server-failure"
  | "tls-failed"
  | "unknown-key"
  | "unowned-records"
  | "wrong-algorithm"
  | "wrong-secret"
  | "zone-not-served";

/** A failed DNS operation. The message names server, zone and key, never a secret. */
export class DnsError extends Error {
  readonly code: DnsErrorCode;
  /** True if the request left us without an answer, so that it may have been carried out. */
  readonly mayHaveHappened: boolean;
  /** With `foreign-owner`, who holds the name. */
  readonly ownerId: string | undefined;

  constructor(
    code: DnsErrorCode,
    message: string,
    more: {
      readonly mayHaveHappened?: boolean;
      readonly ownerId?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = "DnsError";
    this.code = code;
    this.mayHaveHappened = more.mayHaveHappened ?? false;
    this.ownerId = more.ownerId;
  }
}
