/** Where a name server listens and how it is spoken to. */
export interface NameServer {
  /** Address or host name. */
  readonly host: string;
  /** @default 53, with TLS 853 */
  readonly port?: number;
  /**
   * TCP, because an update over UDP that is sent again after a lost answer fails its own conditions.
   * @default "tcp"
   */
  readonly transport?: "tcp" | "tls" | "udp";
  /** With the transport `tls`. */
  readonly tls?: {
    /** Certificates that are trusted, PEM. @default those of the system */
    readonly ca?: string;
    /** The name the certificate must be for. @default the host */
    readonly serverName?: string;
  };
}

/** The port that a server is reached at. */
export function portOf({ port, transport }: NameServer): number {
  return port ?? (transport === "tls" ? 853 : 53);
}

/**
 * A server as messages show it.
 *
 * @example
 * formatServer({ host: "::1", transport: "tls" })
 * //=> "[::1]:853 (tls)"
 */
export function formatServer(server: NameServer): string {
  const host = server.host.includes(":") ? `[${server.host}]` : server.host;
  const how =
    server.transport === undefined || server.transport === "tcp" ? "" : ` (${server.transport})`;
  return `${host}:${portOf(server)}${how}`;
}
