/*
 * Name servers to talk to: transport, TLS, signed questions and answers, zone transfers, and refusals in words.
 * The octets of a message are in adapters/dns/wire.
 */

import {
  isKeyTrouble,
  prerequisiteFailure,
  readFailure,
  requireSignature,
  serverFailure,
  skewOf,
} from "./answerRules";
import { type Answer, converse, type Request, type Speech } from "./conversation";
import { DnsError } from "./dnsError";
import { formatServer, type NameServer } from "./nameServer";
import { isSameName } from "../wire/name";
import { rcodeName } from "../wire/numbers";
import { formatRdata } from "../wire/rdata";
import { clockSkewError, explainRefusal } from "./refusal";
import { ServerList } from "./serverList";
import { tsigError, type TsigKey } from "../wire/tsig";
import type { ZoneUpdate } from "./update";
import type { Question, WireRecord } from "../wire/wire";
import { type TransferredRecord, transferFrom } from "./zoneTransfer";

/** How to reach the name servers of a zone. */
export interface DnsClientOptions {
  /** Tried in this order; all must take updates themselves or pass them on. */
  readonly servers: readonly NameServer[];
  /** @default requests are not signed */
  readonly key?: TsigKey;
  /** For one exchange with one server. @default 5000 */
  readonly deadlineMs?: number;
  /** Seconds since 1970. @default the system's clock */
  readonly clock?: () => number;
  /**
   * When our clock and a server's differ by more than 300 s: sign by the server's from then on, or
   * fail. @default "recover"
   */
  readonly clockSkew?: "recover" | "fail";
}

/** One record set as a server has it; no records if it has none. */
export interface QueryResult {
  /** Of exactly the name and type asked; never what a CNAME leads to. */
  readonly records: readonly WireRecord[];
  /** The records' texts, in the server's order. */
  readonly values: readonly string[];
}

const defaultDeadlineMs = 5000;

/**
 * Speaks with the name servers of a zone.
 *
 * - If a server cannot be reached the next one is asked, and stays first for what follows.
 * - An update that may have been carried out is never sent again: it fails with
 *   `mayHaveHappened`, and the caller reads before it decides.
 * - A successful answer to a signed request must be signed; a failure need not be, since servers
 *   leave failures unsigned.
 * - Clocks that differ are corrected by the server's signed word (RFC 8945 §5.2.3).
 */
export class DnsClient {
  readonly #options: DnsClientOptions;
  readonly #servers: ServerList;
  readonly #skews = new Map<NameServer, number>();

  constructor(options: DnsClientOptions) {
    this.#options = options;
    this.#servers = new ServerList(options.servers);
  }

  /**
   * Reads record sets of a zone over one connection; results in the order of the questions. With
   * `server` only that one is asked.
   *
   * @throws DnsError, also if the server is not authoritative: no answer is better than an old one.
   */
  async query(of: {
    readonly zone: string;
    readonly questions: readonly Question[];
    readonly server?: NameServer | undefined;
  }): Promise<QueryResult[]> {
    const { zone, questions } = of;
    const read = async (server: NameServer): Promise<QueryResult[]> => {
      const answers = await this.#ask({ server, zone, questions });
      return answers.map((answer, index) => {
        const name = questions[index]?.name ?? "";
        const failure = readFailure({ server, name, answer });
        if (failure !== undefined) throw failure;
        return resultOf(answer, questions[index]);
      });
    };
    return of.server === undefined ? this.#servers.attempt(read) : read(of.server);
  }

  /**
   * Changes a zone by one message, all or nothing; returns the server that did it.
   *
   * @throws DnsError; `prerequisite-failed` if a condition did not hold.
   */
  async update(zone: string, update: ZoneUpdate): Promise<NameServer> {
    const request: Request = { opcode: "update", question: { name: zone, type: "SOA" }, ...update };
    return this.#servers.attempt(
      async (server) => {
        await this.#write({ server, zone, request });
        return server;
      },
      ({ mayHaveHappened }) => !mayHaveHappened,
    );
  }

  /**
   * The zone that a name is in: the closest name upwards that the server is authoritative for.
   *
   * @throws DnsError `zone-not-served` if there is none.
   */
  async findZone(name: string): Promise<string> {
    const labels = name.split(".");
    const candidates = labels.map((_, index) => labels.slice(index).join("."));
    const questions = candidates.map((each): Question => ({ name: each, type: "SOA" }));
    const answers = await this.#servers.attempt((server) =>
      this.#ask({ server, zone: name, questions }),
    );
    const isZone = (answer: Answer, index: number): boolean =>
      answer.message.isAuthoritative && resultOf(answer, questions[index]).records.length > 0;
    const found = candidates[answers.findIndex(isZone)];
    if (found !== undefined) return found;
    const asked = this.#options.servers.map(formatServer).join(", ");
    const text = `no zone at or above "${name}" is served by ${asked}; give the zone or another server`;
    throw new DnsError("zone-not-served", text);
  }

  /** All records of a zone (AXFR, RFC 5936), in the server's order, the SOA once. @throws DnsError */
  async transferZone(zone: string): Promise<TransferredRecord[]> {
    return this.#servers.attempt((server) => this.#transfer(zone, server));
  }

  async #transfer(zone: string, server: NameServer): Promise<TransferredRecord[]> {
    const speech = this.#speech(server);
    const { records, refusal } = await transferFrom(speech, zone);
    if (refusal === undefined) return records;
    if (this.#learnsSkew(server, refusal)) return this.#transfer(zone, server);
    await this.#recoverOrThrow({ speech, zone, action: "transfer", answer: refusal });
    return this.#transfer(zone, server);
  }

  async #ask(of: {
    readonly server: NameServer;
    readonly zone: string;
    readonly questions: readonly Question[];
  }): Promise<readonly Answer[]> {
    const { server, zone, questions } = of;
    const speech = this.#speech(server);
    const requests = questions.map((question): Request => ({ opcode: "query", question }));
    const answers = await converse(speech, requests);
    for (const answer of answers) {
      if (this.#learnsSkew(server, answer)) return this.#ask(of);
      if (isKeyTrouble(speech, answer)) {
        await this.#recoverOrThrow({ speech, zone, action: "query", answer });
        return this.#ask(of);
      }
      requireSignature(speech, answer);
      if (rcodeName(answer.message.rcode) === "SERVFAIL") {
        throw serverFailure({ server, action: "query", answer });
      }
    }
    return answers;
  }

  async #write(of: {
    readonly server: NameServer;
    readonly zone: string;
    readonly request: Request;
  }): Promise<void> {
    const { server, zone, request } = of;
    const speech = this.#speech(server);
    const [answer] = await converse(speech, [request]);
    if (answer === undefined) throw new Error("bug in kubefed: no answer; please report it");
    if (this.#learnsSkew(server, answer)) return this.#write(of);
    const code = rcodeName(answer.message.rcode);
    const failure = prerequisiteFailure({ server, zone, answer });
    if (code === "NOERROR" || failure !== undefined) {
      requireSignature(speech, answer);
      if (failure !== undefined) throw failure;
      return;
    }
    if (code !== "REFUSED" && code !== "NOTAUTH") {
      throw serverFailure({ server, action: `update of zone "${zone}"`, answer });
    }
    await this.#recoverOrThrow({ speech, zone, action: "update", answer });
    return this.#write(of);
  }

  /** Returns if the reason for a refusal is one that a second attempt gets around. */
  async #recoverOrThrow(refusal: Parameters<typeof explainRefusal>[0]): Promise<void> {
    const { speech, answer } = refusal;
    if (answer.tsig?.error === tsigError.badTime) {
      throw clockSkewError({ refusal, skewSeconds: skewOf(answer, speech.timeSeconds) });
    }
    const { error, skewSeconds } = await explainRefusal(refusal);
    if (!this.#mayRecover(speech.server, skewSeconds)) throw error;
  }

  #speech(server: NameServer): Speech {
    const { key, deadlineMs = defaultDeadlineMs, clock = systemClock } = this.#options;
    const timeSeconds = Math.floor(clock()) + (this.#skews.get(server) ?? 0);
    return { server, key, deadlineMs, timeSeconds };
  }

  /** True if the server's own, signed time is used from now on, so that trying again makes sense. */
  #learnsSkew(server: NameServer, answer: Answer): boolean {
    if (answer.tsig?.error !== tsigError.badTime || answer.signature !== "verified") return false;
    return this.#mayRecover(server, skewOf(answer, this.#speech(server).timeSeconds));
  }

  #mayRecover(server: NameServer, skewSeconds: number | undefined): boolean {
    const { clockSkew = "recover" } = this.#options;
    // Once only: a server that calls every time wrong must not keep us busy.
    if (skewSeconds === undefined || clockSkew === "fail" || this.#skews.has(server)) return false;
    this.#skews.set(server, skewSeconds);
    return true;
  }
}

function resultOf({ message }: Answer, question: Question | undefined): QueryResult {
  const records = message.answers.filter(
    ({ name, type }) => question?.type === type && isSameName(name, question.name),
  );
  return { records, values: records.map(({ type, rdata }) => formatRdata(type, rdata)) };
}

function systemClock(): number {
  return Date.now() / 1000;
}
