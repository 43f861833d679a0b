/*
 * HAProxy before many clusters: its configuration, and the objects that run it in a host cluster.
 */

import { compareText } from "../../plain/text";
import type { IngressPlan, IngressTargets, PlannedCheck, PlannedService } from "../model";
import type { PlannedProxy } from "./proxySettings";
import { backendName, nowhere, routingLines } from "./routing";
import { type ProxyServer, serversOf } from "./servers";

/** How long, in seconds, what is being served when a process ends may go on. */
export const hardStopSeconds = 30;

/** The file that holds a certificate and its key, beside the configuration. */
export function certificateFile(certificate: string): string {
  return `${certificate}.pem`;
}

/**
 * HAProxy's configuration for a plan without errors. Paths in it are relative to the file itself; of
 * certificates it has the names only.
 *
 * - GETs that fail are repeated on another cluster, POSTs never: they may have been done.
 * - Sessions of a cluster that is marked down are ended, so that what hangs there is repeated at once.
 * - Idle connections stay open when a process ends, so that no client meets a closed one.
 */
export function renderProxyConfig(of: {
  readonly plan: IngressPlan;
  readonly targets: IngressTargets;
  readonly settings: PlannedProxy;
}): string {
  const { plan, targets, settings } = of;
  const backends = plan.services.map((service) => ({
    service,
    servers: serversOf(service, targets),
  }));
  const hasNames = backends.some(({ servers }) => servers.some(({ isName }) => isName));
  const sections = [
    globalSection,
    defaultsSection(plan, settings),
    ...(hasNames ? [resolversSection] : []),
    readySection(settings),
    frontendSection(plan, settings),
    ...backends.map(({ service, servers }) => backendSection(plan, service, servers)),
    section(`backend ${nowhere}`, [
      `http-request return status 404 content-type text/plain string "no rule is for this host and path"`,
    ]),
  ];
  return `${sections.join("\n\n")}\n`;
}

function section(head: string, lines: readonly string[]): string {
  return [head, ...lines.map((line) => `  ${line}`)].join("\n");
}

const globalSection = section("global", [
  "default-path config",
  "log stdout format raw daemon info",
  // As many connections as the system allows, which in containers may be far too many.
  "fd-hard-limit 50000",
  `hard-stop-after ${hardStopSeconds}s`,
  "ssl-default-bind-options ssl-min-ver TLSv1.2",
  "server-state-file haproxy.state",
]);

const resolversSection = section("resolvers system", [
  "parse-resolv-conf",
  "hold valid 10s",
  "resolve_retries 3",
  "timeout resolve 1s",
  "timeout retry 1s",
]);

function defaultsSection(plan: IngressPlan, { serverTimeoutSeconds }: PlannedProxy): string {
  return section("defaults", [
    "mode http",
    "log global",
    "option httplog",
    "option dontlognull",
    "option redispatch 1",
    "retries 3",
    "retry-on conn-failure empty-response response-timeout 502 503 504",
    "option idle-close-on-response",
    "load-server-state-from-file global",
    "timeout connect 2s",
    "timeout client 30s",
    `timeout server ${milliseconds(serverTimeoutSeconds)}`,
    "timeout http-request 10s",
    "timeout http-keep-alive 30s",
    "timeout queue 5s",
    `timeout check ${milliseconds(plan.healthCheck.timeoutSeconds)}`,
  ]);
}

function readySection({ readyPort }: PlannedProxy): string {
  return section("frontend ready", [
    `bind :${readyPort}`,
    "option dontlog-normal",
    "monitor-uri /ready",
  ]);
}

function frontendSection(plan: IngressPlan, { httpPort, httpsPort }: PlannedProxy): string {
  const names = [...new Set(plan.tls.map(({ certificate }) => certificate))].sort(compareText);
  const files = names.map((name) => `crt ${certificateFile(name)}`).join(" ");
  return section("frontend ingress", [
    `bind :${httpPort}`,
    ...(names.length === 0 ? [] : [`bind :${httpsPort} ssl ${files} alpn h2,http/1.1 strict-sni`]),
    "option forwardfor",
    "http-request set-header X-Forwarded-Proto https if { ssl_fc }",
    "http-request set-header X-Forwarded-Proto http if !{ ssl_fc }",
    "http-request disable-l7-retry unless { method GET HEAD OPTIONS TRACE PUT DELETE }",
    ...routingLines(plan),
  ]);
}

function backendSection(
  plan: IngressPlan,
  service: PlannedService,
  servers: readonly ProxyServer[],
): string {
  return section(`backend ${backendName(service.key)}`, [
    "balance roundrobin",
    ...(plan.affinity === "cookie"
      ? ["cookie KUBEFED_CLUSTER insert indirect nocache httponly"]
      : []),
    ...checkLines(plan.healthCheck, service),
    `default-server ${checkWords(plan.healthCheck, servers)}`,
    ...servers.map((server) => serverLine(server, plan.affinity === "cookie")),
  ]);
}

function checkLines({ path, host }: PlannedCheck, service: PlannedService): string[] {
  if (path === undefined) return [];
  return [
    "option httpchk",
    `http-check send meth GET uri ${path} ver HTTP/1.1 hdr host ${host ?? service.host ?? service.name}`,
    "http-check expect status 200-399",
  ];
}

function checkWords(check: PlannedCheck, servers: readonly ProxyServer[]): string {
  const { intervalSeconds: interval } = check;
  // Where one serves alone, a request tries it again and again: it is marked down before those tries are used up,
  // and they are not ended with it, as what hangs elsewhere is.
  const hasOrder = servers.some(({ isBackup }) => isBackup);
  return [
    "check",
    `inter ${milliseconds(interval)}`,
    `fastinter ${milliseconds(interval / 4)}`,
    `downinter ${milliseconds(interval / 2)}`,
    `fall ${check.unhealthyThreshold}`,
    `rise ${check.healthyThreshold}`,
    // An application's own 500s are no reason to take a cluster out: only connections that fail are.
    `observe layer4 error-limit ${hasOrder ? 2 : 10} on-error mark-down`,
    ...(hasOrder ? [] : ["on-marked-down shutdown-sessions"]),
  ].join(" ");
}

function serverLine(server: ProxyServer, hasCookie: boolean): string {
  const { name, address, port, weight, isBackup, isName } = server;
  return [
    `server ${name} ${address.includes(":") ? `[${address}]` : address}:${port} weight ${weight}`,
    ...(hasCookie ? [`cookie ${name}`] : []),
    ...(isBackup ? ["backup"] : []),
    ...(isName ? ["resolvers system init-addr last,libc,none"] : []),
  ].join(" ");
}

function milliseconds(seconds: number): string {
  return `${Math.max(1, Math.round(seconds * 1000))}ms`;
}
