/** How a name is answered when several clusters could serve it. */
export type DnsPolicy = "failover" | "geo" | "multivalue" | "simple" | "weighted";

/** All policies, sorted. */
export const dnsPolicies: readonly DnsPolicy[] = [
  "failover",
  "geo",
  "multivalue",
  "simple",
  "weighted",
];

/**
 * What answers: a name server by its software, `rfc2136` where that is not known, or external-dns,
 * which hands on to a provider.
 */
export type DnsBackend = "bind" | "external-dns" | "knot" | "powerdns" | "rfc2136";

/** The people that a cluster serves, by where they ask from. */
export interface GeoPlaces {
  /** ISO 3166 codes of two letters, `DE`. They go before continents. */
  readonly countries?: readonly string[];
  /** `AF`, `AN`, `AS`, `EU`, `NA`, `OC` or `SA`. */
  readonly continents?: readonly string[];
  /** Serves everybody whom nobody else serves. @default all clusters do, if none says it */
  readonly isDefault?: boolean;
}

/** How PowerDNS finds out whether an address works. Exactly one of `port` and `url`. */
export interface AddressCheck {
  /** A TCP connection to this port must come about. */
  readonly port?: number;
  /** A GET of this `http` or `https` URL, sent to each address, must be answered with 200. */
  readonly url?: string;
  /** Text that the answer to `url` must hold. @default any answer will do */
  readonly text?: string;
  /** How long an answer may take. @default the server's own, 2 s with PowerDNS 4.7 */
  readonly timeoutSeconds?: number;
}

/** A policy and what it needs to know; the fields of a record's arguments. */
export interface PolicySettings {
  /** How the addresses of several clusters are answered. @default "simple" */
  readonly policy?: DnsPolicy;
  /**
   * `weighted`: the share of each cluster, whole numbers from 0 (drained) to 255. `"*"` stands for the
   * clusters that are not named; without it they get nothing, as in a ReplicaSchedulingPreference.
   */
  readonly weights?: Readonly<Record<string, number>>;
  /** `failover`: the first cluster that works answers; those not named follow all together. */
  readonly failoverOrder?: readonly string[];
  /** `geo`: whom each cluster serves. */
  readonly geo?: Readonly<Record<string, GeoPlaces>>;
  /** PowerDNS: how the server itself checks each address. @default nothing is checked */
  readonly healthCheck?: AddressCheck;
  /** Route 53: the health check of each cluster, made elsewhere. @default nothing is checked */
  readonly healthCheckIds?: Readonly<Record<string, string>>;
  /** external-dns: properties that go to its provider with every record set. @default {} */
  readonly providerSpecific?: Readonly<Record<string, string>>;
}

/** Whether answers change by themselves when a cluster fails, and what does it or why not. */
export interface FailsOver {
  readonly byItself: boolean;
  /** For people: who checks what, how fast, or what has to be run instead. */
  readonly because: string;
}

/**
 * The TTL of names that something checks, in seconds: how long a resolver may go on handing out an
 * address after the server has stopped to.
 */
export const checkedTtlSeconds = 30;

/** The names of all settings of a policy, so that they can be told from a record's other arguments. */
export const policySettingNames = [
  "failoverOrder",
  "geo",
  "healthCheck",
  "healthCheckIds",
  "policy",
  "providerSpecific",
  "weights",
] as const satisfies readonly (keyof PolicySettings)[];
