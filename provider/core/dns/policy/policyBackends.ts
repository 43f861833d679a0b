import { compareText } from "../../plain/text";
import {
  type AddressCheck,
  checkedTtlSeconds,
  type DnsBackend,
  type DnsPolicy,
  type FailsOver,
  type PolicySettings,
} from "./policy";
import { defaultTtlSeconds } from "../records/ttl";

/** Where records go, as far as policies are concerned. */
export interface PolicyBackend {
  readonly backend: DnsBackend;
  /** external-dns's `--provider`, such as `aws`. @default a provider without routing policies */
  readonly externalDnsProvider?: string;
}

/** What one kind of backend can do. */
interface Ability {
  readonly title: string;
  /** Who finds out that an address does not work: the server, health checks with ids, or nobody. */
  readonly checks: "by-id" | "itself" | "nobody";
  /** Why it cannot prefer one record over another; absent if it can. */
  readonly limit?: string;
}

const abilities: Readonly<Record<Exclude<DnsBackend, "external-dns">, Ability>> = {
  bind: {
    title: "BIND",
    checks: "nobody",
    limit:
      "it answers with all records of a name; views, which tell askers apart, are configuration",
  },
  knot: {
    title: "Knot DNS",
    checks: "nobody",
    limit:
      "it answers with all records of a name; its module geoip, which picks some, is configuration",
  },
  powerdns: { title: "PowerDNS", checks: "itself" },
  rfc2136: {
    title: "a name server of unknown kind",
    checks: "nobody",
    limit: "by standard all records of a name are answered; if it is PowerDNS, say so",
  },
};

const route53: Ability = { title: "Route 53", checks: "by-id" };

/** Providers of external-dns whose own routing it does not set up. */
const providerLimits: Readonly<Record<string, Pick<Ability, "limit" | "title">>> = {
  azure: {
    title: "Azure DNS",
    limit: "routing is Traffic Manager's, which external-dns does not set up",
  },
  cloudflare: {
    title: "Cloudflare",
    limit: "routing is its load balancers', which external-dns does not set up",
  },
  google: {
    title: "Cloud DNS",
    limit: "external-dns does not write its routing policies",
  },
};

/** What a backend is called and can do. */
export function abilityOf({ backend, externalDnsProvider = "" }: PolicyBackend): Ability {
  if (backend !== "external-dns") return abilities[backend];
  if (externalDnsProvider === "aws") return route53;
  const known = Object.hasOwn(providerLimits, externalDnsProvider)
    ? providerLimits[externalDnsProvider]
    : undefined;
  const title =
    externalDnsProvider === "" ? "external-dns" : `external-dns's "${externalDnsProvider}"`;
  const limit = "no routing policies of this provider are known";
  return { title, limit, checks: "nobody", ...known };
}

/**
 * Why a backend cannot do a policy, with what can be done instead; `undefined` if it can.
 *
 * @example
 * policyObstacle({ backend: "bind" }, "multivalue")
 * //=> undefined
 */
export function policyObstacle(at: PolicyBackend, policy: DnsPolicy): string | undefined {
  const { title, limit } = abilityOf(at);
  if (limit === undefined || policy === "simple" || policy === "multivalue") return undefined;
  return `"${policy}" cannot be done by ${title}: ${limit}. Alternatives: "multivalue" here, PowerDNS, external-dns with Route 53, or a proxy of your own in front of the clusters`;
}

/**
 * Whether answers change by themselves when a cluster fails.
 *
 * @example
 * failsOver({ backend: "bind" }, {}).byItself
 * //=> false
 */
export function failsOver(at: PolicyBackend, settings: PolicySettings): FailsOver {
  const { title, checks } = abilityOf(at);
  const { healthCheckIds = {}, policy = "simple" } = settings;
  const healthCheck = checks === "itself" ? settings.healthCheck : undefined;
  const clusters = checks === "by-id" ? Object.keys(healthCheckIds).sort(compareText) : [];
  if (policy === "simple" || (healthCheck === undefined && clusters.length === 0)) {
    const because = `nothing checks the addresses; what fails stays in the answers of ${title} until the next update, and in caches for the TTL after it`;
    return { byItself: false, because };
  }
  if (healthCheck === undefined) {
    const names = clusters.map((cluster) => `"${cluster}"`).join(", ");
    const because = `${title} answers without a cluster whose health check fails: ${names}`;
    return { byItself: true, because };
  }
  const because = `${title} checks ${describeCheck(healthCheck)} of each address itself, every lua-health-checks-interval (5 s unless configured), and answers without those that fail`;
  return { byItself: true, because };
}

/**
 * The TTL of a record that names none, in seconds: 30 where something checks the clusters, else 180.
 *
 * @example
 * usualTtlSeconds({ backend: "powerdns" }, { policy: "multivalue", healthCheck: { port: 80 } })
 * //=> 30
 */
export function usualTtlSeconds(at: PolicyBackend, settings: PolicySettings): number {
  return failsOver(at, settings).byItself ? checkedTtlSeconds : defaultTtlSeconds;
}

function describeCheck({ url, port }: AddressCheck): string {
  return url ?? `port ${String(port)}`;
}
