/** Where a name server listens. */
export interface ServerAddress {
  readonly host: string;
  readonly port?: number;
}

/**
 * Reads a server as people write it: `host`, `host:port`, `[address]:port`, or an IPv6 address alone.
 *
 * @example
 * ["ns1.a.test", "127.0.0.1:5353", "[::1]:5353", "2001:db8::53"].map(parseServerAddress)
 * //=> [{ host: "ns1.a.test" }, { host: "127.0.0.1", port: 5353 }, { host: "::1", port: 5353 }, { host: "2001:db8::53" }]
 */
export function parseServerAddress(text: string): ServerAddress {
  const [, bracketed, named, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? named ?? text;
  return digits === undefined ? { host } : { host, port: Number(digits) };
}
