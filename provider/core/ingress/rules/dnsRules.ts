import type { AddressCheck, PolicySettings } from "../../dns/policy/policy";
import type { Issue } from "../../issue";
import { ownValue } from "../../plain/ownKey";
import type { IngressHealthCheck, IngressRequest } from "../model";
import { backendIssue } from "../settings";
import type { BackendQuestion } from "./backendQuestion";

/** What names cannot do: they know hosts, and nothing of a request. */
export function dnsIssues({ request, rules, serving }: BackendQuestion): Issue[] {
  const { settings, healthCheck = {}, failoverOrder, weights = {}, spec } = request;
  const drained = serving.filter(
    (cluster) => (ownValue(weights, cluster) ?? ownValue(weights, "*")) === 0,
  );
  const routes = rules.routes.flatMap(({ host, path, pathType, target }) => {
    const at = spec === undefined ? "host" : target.at.name.replace(/\.backend\..*$/, "");
    if (host === "")
      return [backendIssue(at, "a name server answers for names: say which host is served")];
    const message = `a name server knows no paths: only "/" with pathType Prefix can be served; use backend "haproxy" or "gateway"`;
    return path === "/" && pathType === "Prefix" ? [] : [backendIssue(at, message)];
  });
  const own = settings?.dns;
  return [
    ...(own === undefined
      ? [backendIssue("dns", "is needed: an Rfc2136Zone or an ExternalDns")]
      : []),
    ...routes,
    ...(rules.fallback === undefined
      ? []
      : [backendIssue("spec.defaultBackend", "a name server answers for names that it has only")]),
    ...(failoverOrder !== undefined && drained.length > 0
      ? [
          backendIssue(
            "weights",
            'cannot be 0 beside failoverOrder: names have no order without a cluster; use backend "haproxy"',
          ),
        ]
      : []),
    ...notOfRecords(healthCheck),
  ];
}

/** A name server checks how often it is configured to. */
function notOfRecords(check: IngressHealthCheck): Issue[] {
  const fields = ["intervalSeconds", "unhealthyThreshold", "healthyThreshold"] as const;
  return fields
    .filter((field) => check[field] !== undefined)
    .map((field) =>
      backendIssue(`healthCheck.${field}`, "is the name server's own setting; leave it out"),
    );
}

/** The largest weight of a record. */
const largest = 255;

/**
 * The policy of the records that serve what is asked: weights as they are given, an order as it is, and what
 * is checked of each address. All the same is no policy: every address is answered.
 *
 * @example
 * recordPolicy({ name: "shop", backend: "dns", isShort: true, services: [], certificates: [], addressed: [], weights: { eu: 0, "*": 1 } })
 * //=> { policy: "weighted", weights: { eu: 0, "*": 1 } }
 */
export function recordPolicy(request: IngressRequest, asked?: AskedService): PolicySettings {
  const { weights, replicas, failoverOrder, healthCheck } = request;
  const { healthCheckIds } = request.settings?.dns ?? {};
  const check = {
    ...(healthCheck === undefined ? {} : { healthCheck: addressCheck(request, asked) }),
    ...(healthCheckIds === undefined ? {} : { healthCheckIds }),
  };
  if (failoverOrder !== undefined) return { policy: "failover", failoverOrder, ...check };
  const given = replicas ?? weights;
  if (given !== undefined && new Set(sharesOf(request, given)).size > 1)
    return { policy: "weighted", weights: scaled(given), ...check };
  return Object.keys(check).length === 0 ? {} : { policy: "multivalue", ...check };
}

function sharesOf(
  { services }: IngressRequest,
  given: Readonly<Record<string, number>>,
): readonly number[] {
  const clusters = services.flatMap(({ copies }) =>
    copies.flatMap(({ cluster, selected }) => (selected ? [cluster] : [])),
  );
  return clusters.length === 0
    ? Object.values(given)
    : clusters.map((cluster) => ownValue(given, cluster) ?? ownValue(given, "*") ?? 0);
}

/** In proportion, where one is larger than a record's may be; none above 0 becomes 0. */
function scaled(weights: Readonly<Record<string, number>>): Record<string, number> {
  const most = Math.max(...Object.values(weights));
  if (most <= largest) return { ...weights };
  return Object.fromEntries(
    Object.entries(weights).map(([cluster, weight]) => [
      cluster,
      weight <= 0 ? weight : Math.max(1, Math.round((weight * largest) / most)),
    ]),
  );
}

/** Where one Service of several is asked whether it works. */
export interface AskedService {
  readonly port: number;
  readonly host: string;
}

/** A GET of the path, or a connection, at the Service's port. */
function addressCheck(request: IngressRequest, asked = firstService(request)): AddressCheck {
  const { path, timeoutSeconds, host = asked.host } = request.healthCheck ?? {};
  const { port } = asked;
  return {
    ...(path === undefined
      ? { port }
      : { url: `http://${host}${port === 80 ? "" : `:${port}`}${path}` }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

function firstService({ port, host, services }: IngressRequest): AskedService {
  const [first] = services.flatMap(({ copies }) => copies.flatMap(({ ports = [] }) => ports));
  const own = typeof port === "number" ? port : (first?.port ?? 80);
  return { port: own, host: host ?? services[0]?.name ?? "" };
}
