import { DnsError } from "./dnsError";
import type { NameServer } from "./nameServer";

/**
 * Several servers of one zone, of which the one that worked last is asked first.
 */
export class ServerList {
  readonly #servers: readonly NameServer[];
  #preferred = 0;

  constructor(servers: readonly NameServer[]) {
    if (servers.length === 0) throw new DnsError("server-down", "no name server is given");
    this.#servers = servers;
  }

  /**
   * Attempts something with one server after the other until one succeeds.
   *
   * - Goes on only after errors of the server itself (down, silent, failing), and only if
   *   `mayGoOn` agrees.
   *
   * @throws DnsError naming every server that was tried.
   */
  async attempt<T>(
    action: (server: NameServer) => Promise<T>,
    mayGoOn: (error: DnsError) => boolean = () => true,
  ): Promise<T> {
    const errors: DnsError[] = [];
    const inOrder = [
      ...this.#servers.slice(this.#preferred),
      ...this.#servers.slice(0, this.#preferred),
    ];
    for (const server of inOrder) {
      try {
        const result = await action(server);
        this.#prefer(server);
        return result;
      } catch (error) {
        if (!(error instanceof DnsError) || !isServersFault(error)) throw error;
        errors.push(error);
        if (mayGoOn(error)) continue;
        // What follows, a read for example, is better put to another server.
        this.#prefer(this.#servers[(this.#servers.indexOf(server) + 1) % this.#servers.length]);
        break;
      }
    }
    throw combine(errors);
  }

  #prefer(server: NameServer | undefined): void {
    this.#preferred = Math.max(
      0,
      this.#servers.findIndex((each) => each === server),
    );
  }
}

function isServersFault({ code }: DnsError): boolean {
  return ["answer-lost", "no-answer", "server-down", "server-failure", "tls-failed"].includes(code);
}

function combine(errors: readonly DnsError[]): DnsError {
  const last = errors[errors.length - 1];
  if (last === undefined) throw new Error("bug in kubefed: no server was tried; please report it");
  if (errors.length === 1) return last;
  return new DnsError(last.code, errors.map(({ message }) => message).join("; "), {
    mayHaveHappened: errors.some(({ mayHaveHappened }) => mayHaveHappened),
    cause: errors[0],
  });
}
