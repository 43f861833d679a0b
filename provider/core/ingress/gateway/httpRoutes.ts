import type { KubeObject } from "../../model";
import { clusterServiceName, usualImportGroup } from "../rules/gatewayRules";
import type { IngressPlan, PlannedRoute, PlannedService } from "../model";
import { type GatewayRequest, listenerName, tlsHosts } from "./gatewayObjects";

/** What the definition of an HTTPRoute allows; a rule may have more, all rules together may not. */
const most = { rules: 16, matches: 8, hosts: 16 };

/** An HTTPRoute, by its name. */
export interface HttpRoute {
  readonly name: string;
  readonly template: KubeObject;
}

/**
 * The HTTPRoutes of a plan: one for each host, and with `redirectToHttps` one that sends its hosts to HTTPS.
 * Which of several paths of a host is meant is for the Gateway API to say, as for an Ingress: exact ones, then
 * longer ones.
 */
export function httpRoutes(request: GatewayRequest): HttpRoute[] {
  const { plan } = request;
  const routes = withDefault(plan);
  const hosts = [...new Set(routes.map(({ host }) => host))];
  return [...hosts.flatMap((host) => hostRoutes(request, host, routes)), ...redirects(plan)];
}

/** What no route takes, for every host that has no route for all its paths. */
function withDefault({ routes, defaultService }: IngressPlan): readonly PlannedRoute[] {
  if (defaultService === undefined) return routes;
  const takesAll = (host: string): boolean =>
    routes.some((each) => each.host === host && each.path === "/" && each.pathType === "Prefix");
  const hosts = [...new Set([...routes.map(({ host }) => host), ""])];
  const rest = hosts
    .filter((host) => !takesAll(host))
    .map((host): PlannedRoute => ({
      host,
      path: "/",
      pathType: "Prefix",
      service: defaultService,
    }));
  return [...routes, ...rest];
}

function hostRoutes(
  request: GatewayRequest,
  host: string,
  all: readonly PlannedRoute[],
): HttpRoute[] {
  const { plan } = request;
  const own = all.filter((each) => each.host === host);
  const services = plan.services.filter(({ key }) => own.some(({ service }) => service === key));
  const rules = services.flatMap((service) => {
    const matches = own.filter((each) => each.service === service.key).map(matchOf);
    const backendRefs = backends(request, service);
    return chunks(matches, most.matches).map((some) => ({ matches: some, backendRefs }));
  });
  const base = host === "" ? plan.name : `${plan.name}.${host.replace(/^\*/, "any")}`;
  return chunks(rules, most.rules).map((some, index) => {
    const name = index === 0 ? base : `${base}-${index + 1}`;
    const hostnames = host === "" ? {} : { hostnames: [host] };
    const spec = { parentRefs: parents(plan, host), ...hostnames, rules: some };
    return { name, template: { metadata: { name }, spec } };
  });
}

function matchOf({ path, pathType }: PlannedRoute): KubeObject {
  const stem = path.replace(/\/+$/, "");
  return pathType === "Exact"
    ? { path: { type: "Exact", value: path } }
    : { path: { type: "PathPrefix", value: stem === "" ? "/" : stem } };
}

function backends({ plan, settings }: GatewayRequest, service: PlannedService): KubeObject[] {
  const { name, clusters } = service;
  if (settings.importKind === "ServiceImport") {
    const group = settings.importGroup ?? usualImportGroup;
    return [{ group, kind: "ServiceImport", name, port: clusters[0]?.port }];
  }
  return clusters.map(({ cluster, port, weight }) => ({
    name: clusterServiceName(plan.name, service, cluster),
    port,
    weight,
  }));
}

/** All listeners, but for hosts that are sent to HTTPS only those of their certificates. */
function parents(plan: IngressPlan, host: string): KubeObject[] {
  const secure = plan.redirectToHttps ? tlsHosts(plan).filter((each) => covers(each, host)) : [];
  return secure.length === 0
    ? [{ name: plan.name }]
    : secure.map((each) => ({ name: plan.name, sectionName: listenerName(each) }));
}

function covers(tlsHost: string, host: string): boolean {
  if (tlsHost === "" || tlsHost === host) return true;
  return tlsHost.startsWith("*.") && host.endsWith(tlsHost.slice(1));
}

function redirects(plan: IngressPlan): HttpRoute[] {
  if (!plan.redirectToHttps) return [];
  const hosts = tlsHosts(plan);
  const sets = hosts.includes("") ? [[]] : chunks(hosts, most.hosts);
  return sets.map((hostnames, index) => {
    const name = `${plan.name}-to-https${index === 0 ? "" : `-${index + 1}`}`;
    const requestRedirect = { scheme: "https", statusCode: 301 };
    const spec = {
      parentRefs: [{ name: plan.name, sectionName: "http" }],
      ...(hostnames.length === 0 ? {} : { hostnames }),
      rules: [{ filters: [{ type: "RequestRedirect", requestRedirect }] }],
    };
    return { name, template: { metadata: { name }, spec } };
  });
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
