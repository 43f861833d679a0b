import { compareText } from "../../plain/text";
import type { IngressPlan, PlannedRoute } from "../model";

/** The backend that answers what no rule takes. */
export const nowhere = "nowhere";

/** The name of a Service's backend: its key, with what a name cannot hold replaced. */
export function backendName(key: string): string {
  return key.replace(/[/:]/g, "_");
}

/**
 * The lines of a frontend that choose a backend: first the host, by number, then the path among that host's
 * own. All values were checked by `planIngress`.
 */
export function routingLines(plan: IngressPlan): string[] {
  const hosts = [...new Set(plan.routes.map(({ host }) => host))];
  const named = hosts.filter((host) => host !== "");
  const site = (host: string): number => (host === "" ? 0 : named.indexOf(host) + 1);
  return [
    "http-request set-var(txn.host) req.hdr(host),field(1,:),lower",
    "http-request set-var(txn.site) int(0)",
    ...named.map(
      (host) =>
        `http-request set-var(txn.site) int(${site(host)}) if { var(txn.site) -m int 0 } { ${hostMatch(host)} }`,
    ),
    ...redirectLines(plan),
    ...plan.routes.map((route) => `use_backend ${choice(route, site(route.host))}`),
    `default_backend ${plan.defaultService === undefined ? nowhere : backendName(plan.defaultService)}`,
  ];
}

/** A wildcard stands for exactly one label. */
function hostMatch(host: string): string {
  if (!host.startsWith("*.")) return `var(txn.host) -m str ${host}`;
  const rest = host.slice(1).replaceAll(".", "\\.");
  return `var(txn.host) -m reg '^[^.]+${rest}$'`;
}

function choice({ path, pathType, service }: PlannedRoute, site: number): string {
  const backend = backendName(service);
  const onSite = `{ var(txn.site) -m int ${site} }`;
  if (pathType === "Exact") return `${backend} if ${onSite} { path -m str ${path} }`;
  const stem = path.replace(/\/+$/, "");
  if (stem === "") return `${backend} if ${onSite}`;
  return `${backend} if ${onSite} { path -m str ${stem} } || ${onSite} { path -m beg ${stem}/ }`;
}

/** Those who come without TLS are sent to it, at hosts that have a certificate. */
function redirectLines({ redirectToHttps, tls }: IngressPlan): string[] {
  if (!redirectToHttps) return [];
  const hosts = [...new Set(tls.flatMap((each) => each.hosts))].sort(compareText);
  const redirect = "http-request redirect location https://%[var(txn.host)]%[pathq] code 308";
  // A certificate without hosts is for all of them.
  if (tls.some((each) => each.hosts.length === 0)) return [`${redirect} if !{ ssl_fc }`];
  return hosts.map((host) => `${redirect} if !{ ssl_fc } { ${hostMatch(host)} }`);
}
