import * as pulumi from "@pulumi/pulumi";
import type { PolicyBackend } from "../../core/dns/policy/policyBackends";
import type { Registry } from "../../core/dns/records/txtOwner";
import { stackOwner } from "../../engine/owner/stackOwner";
import { parseServerAddress } from "../../core/dns/records/serverAddress";
import type { DnsRecordSetArgs } from "../../resources/recordSet/dnsRecordSet";
import { formerlyOfType } from "../existing/aliases";

/** How the certificate of a name server is checked. */
export interface DnsTlsArgs {
  /** Certificates that are trusted, PEM. @default those of the system */
  ca?: pulumi.Input<string>;
  /** The name the certificate must be for. @default the server's */
  serverName?: pulumi.Input<string>;
}

/** A key that signs updates. */
export interface TsigKeyArgs {
  /** The name by which the server knows the key. */
  name: pulumi.Input<string>;
  /** hmac-sha1, -sha224, -sha256, -sha384 or -sha512. @default "hmac-sha256" */
  algorithm?: pulumi.Input<string>;
  /** The key itself in base64; kept as a secret. @secret */
  secret: pulumi.Input<string>;
}

/** How the name servers of a zone are reached, and in whose name records are written. */
export interface Rfc2136ZoneArgs {
  /** Address or host name, with `:port` if it is not `port`. Of several the next is tried when one fails. */
  server: pulumi.Input<string> | readonly pulumi.Input<string>[];
  /** The port where `server` has none. @default 53, with TLS 853 */
  port?: pulumi.Input<number>;
  /** How the servers are reached. @default "tcp" */
  transport?: pulumi.Input<"tcp" | "tls" | "udp">;
  /** Whom to trust, with `transport: "tls"`. @default as the system does */
  tls?: DnsTlsArgs;
  /** The zone that records are written to. Plain. @default found by asking the server */
  zone?: string;
  /** The key that signs (RFC 8945), as `tsig-keygen` prints it. @default unsigned */
  tsig?: TsigKeyArgs;
  /**
   * What the servers are. Plain. PowerDNS can do all policies, with `enable-lua-records` on; the others
   * answer with all records of a name. @default not known, answers with all records of a name
   */
  software?: "bind" | "knot" | "powerdns";
  /** How long one server may take to answer. @default 5 */
  timeoutSeconds?: pulumi.Input<number>;
  /** How ownership is written down, in external-dns's dialect. Plain. @default the owner is the stack's own id */
  registry?: Partial<Registry>;
}

/** How ownership is written down, and by whom, which may be known only when the stack has its id. */
export type OwnedRegistry = Omit<Registry, "ownerId"> & { readonly ownerId: pulumi.Input<string> };

/**
 * A zone on name servers that take dynamic updates (RFC 2136): BIND, Knot, PowerDNS and others. Every
 * record written through it has a TXT beside it that says whose it is; by default that is the stack's own
 * id, which no other stack has, so that no other stack touches it.
 *
 * @example
 * const dns = new kubefed.Rfc2136Zone("bind", {
 *   server: "ns.example.com",
 *   zone: "example.com",
 *   tsig: { name: "key", secret: config.requireSecret("tsig") },
 * });
 * const targets = { A: ["10.0.0.1"] };
 * const record = new kubefed.DomainRecord("api", { dns, dnsName: "api.example.com", records: targets });
 * Object.keys(record.records);
 * //=> ["api.example.com"]
 */
export class Rfc2136Zone extends pulumi.ComponentResource {
  /** The resource's own name; what it publishes is told apart by it. Plain. */
  readonly name: string;
  readonly zone: string | undefined;
  readonly registry: OwnedRegistry;
  readonly servers: DnsRecordSetArgs["servers"];
  /** The key that signs, a secret. @secret */
  readonly tsig: DnsRecordSetArgs["tsig"];
  /** How long one server may take to answer. */
  readonly timeoutSeconds: pulumi.Input<number> | undefined;
  readonly policyBackend: PolicyBackend;

  constructor(name: string, args: Rfc2136ZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super(
      "kubefed:index:Rfc2136Zone",
      name,
      {},
      formerlyOfType("kubefed:index:Rfc2136Provider", opts),
    );
    this.name = name;
    this.zone = args.zone;
    const ownerId = args.registry?.ownerId ?? stackOwner().output;
    this.registry = { ...args.registry, ownerId };
    this.servers = serversOf(args);
    this.tsig = args.tsig && {
      algorithm: "hmac-sha256",
      ...args.tsig,
      secret: pulumi.secret(args.tsig.secret),
    };
    this.timeoutSeconds = args.timeoutSeconds;
    this.policyBackend = { backend: args.software ?? "rfc2136" };
    this.registerOutputs({ zone: this.zone, ownerId: this.registry.ownerId });
  }
}

function serversOf({ server, port, transport, tls }: Rfc2136ZoneArgs): DnsRecordSetArgs["servers"] {
  const given = isList(server) ? server : [server];
  return pulumi
    .all([pulumi.output(given), port, transport, pulumi.output(tls)])
    .apply(([texts, ...rest]) =>
      texts.map((text) => {
        const [usualPort, how, trust] = rest;
        return {
          ...(usualPort !== undefined && { port: usualPort }),
          ...parseServerAddress(text),
          ...(how !== undefined && { transport: how }),
          ...(trust !== undefined && { tls: trust }),
        };
      }),
    );
}

function isList(
  server: Rfc2136ZoneArgs["server"],
): server is Extract<Rfc2136ZoneArgs["server"], readonly unknown[]> {
  return Array.isArray(server);
}
