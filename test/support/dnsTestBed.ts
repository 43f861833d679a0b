import { expect } from "chai";
import { DnsClient, type DnsClientOptions } from "../../provider/adapters/dns/server/client";
import { DnsError, type DnsErrorCode } from "../../provider/adapters/dns/server/dnsError";
import type { RecordSetPlace } from "../../provider/adapters/dns/records/recordSet";
import { tsigKey } from "../../provider/adapters/dns/wire/tsig";
import { change, rrset } from "../../provider/adapters/dns/server/update";
import type { NamedRecords, RecordType } from "../../provider/core/dns/records/endpoint";
import { encodeTxtOwner } from "../../provider/core/dns/records/txtOwner";
import type { TestKey } from "./nameServerConfigs";
import {
  digShort,
  type NameServerKind,
  type RunningNameServer,
  startNameServer,
} from "./nameServers";

/** The zone that every test server serves. */
export const zone = "fed.test";

/** One running name server with the words that tests about it need. */
export class DnsTestBed {
  #server: RunningNameServer | undefined;
  #names = 0;

  constructor(readonly kind: NameServerKind) {}

  async start(): Promise<void> {
    this.#server = await startNameServer(this.kind);
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  get server(): RunningNameServer {
    if (this.#server === undefined) throw new Error("the server has not been started");
    return this.#server;
  }

  /** A name that no other test uses. */
  freshName(): string {
    this.#names += 1;
    return `n${this.#names}.${zone}`;
  }

  /** A client with the writer's key, unless another is given. */
  client(more: Partial<DnsClientOptions> = {}, key: TestKey = this.server.writer): DnsClient {
    return new DnsClient({ ...this.unsigned, key: tsigKey(key), ...more });
  }

  get unsigned(): DnsClientOptions {
    const { host, port } = this.server;
    // Longer than usual: on a busy machine an answer may take its time.
    return { servers: [{ host, port }], deadlineMs: 30_000 };
  }

  /** The place of the zone where an owner writes. */
  by(ownerId: string, client: DnsClient = this.client()): RecordSetPlace {
    return { client, zone, registry: { ownerId } };
  }

  /** Adds records as if by hand, without ownership. */
  async addByHand(name: string, type: RecordType, ...values: string[]): Promise<void> {
    const records = rrset({ name, type, ttlSeconds: 60, values });
    await this.client().update(zone, { prerequisites: [], updates: change.addToRrset(records) });
  }

  /** Replaces records as if by hand. */
  async replaceByHand(name: string, type: RecordType, ...values: string[]): Promise<void> {
    const records = rrset({ name, type, ttlSeconds: 60, values });
    await this.client().update(zone, { prerequisites: [], updates: change.replaceRrset(records) });
  }

  /** What `dig` sees. */
  dig(name: string, type: string): string[] {
    return digShort({ port: this.server.port, name, type });
  }

  /** The zone's SOA serial, which every effective update raises by one. */
  async serial(): Promise<number> {
    const [soa] = await this.client().query({ zone, questions: [{ name: zone, type: "SOA" }] });
    return Number(soa?.values[0]?.split(" ")[2]);
  }
}

/** A name with A records only. */
export function aRecords(dnsName: string, ...targets: string[]): NamedRecords {
  return { dnsName, ttlSeconds: 60, records: { A: targets } };
}

/** An owner's owner TXT as `dig` prints it. */
export function ownerText(ownerId: string): string[] {
  return [`"${encodeTxtOwner({ ownerId, labels: {} })}"`];
}

/** The DnsError that something fails with; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<DnsError> {
  const error = await promise.then(
    (result) => new Error(`nothing failed: ${JSON.stringify(result)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DnsError)) throw error;
  return error;
}

/** The code that something fails with. */
export async function codeOf(promise: Promise<unknown>): Promise<DnsErrorCode> {
  return (await failureOf(promise)).code;
}

/** Asserts that no secret is in a text. */
export function expectNoSecret(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) expect(text).to.not.include(secret);
}
