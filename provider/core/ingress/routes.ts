import type { Issue } from "../issue";
import { ownValue } from "../plain/ownKey";
import { compareText } from "../plain/text";
import { describeValue } from "../plain/valueKind";
import type { IngressBackend, IngressPath, IngressRequest, IngressSpec, PlannedTls } from "./model";
import { specShapeIssues } from "./specShape";
import { isHost, isPath, pathRule, settingIssue } from "./settings";

/** A host and path, and what they lead to, as they were written. */
export interface ReadRoute {
  readonly host: string;
  readonly path: string;
  readonly pathType: "Exact" | "Prefix";
  readonly target: ReadTarget;
}

/** A Service as a path names it. */
export interface ReadTarget {
  readonly name: string;
  /** Absent: its only port. */
  readonly port: number | string | undefined;
  /** Where it stands, for messages. */
  readonly at: { readonly name: string; readonly port: string };
}

/** What the short or the long form says. */
export interface ReadRules {
  readonly routes: readonly ReadRoute[];
  readonly fallback: ReadTarget | undefined;
  readonly tls: readonly PlannedTls[];
  readonly issues: readonly Issue[];
}

const nothing = { routes: [], fallback: undefined, tls: [] };

/** Reads hosts and paths in either form; routes in the order in which they are tried. */
export function readRules(request: IngressRequest): ReadRules {
  const { isShort, spec } = request;
  if (isShort === (spec !== undefined)) {
    const message = `${isShort ? "both forms are given" : "nothing says what is served"}; give either service (with host and port), or spec with services, or ingress`;
    return { ...nothing, issues: [{ code: "ingress-rule", path: "", message }] };
  }
  const shape = spec === undefined ? [] : specShapeIssues(spec);
  if (shape.length > 0) return { ...nothing, issues: shape };
  const read = spec === undefined ? readShort(request) : readSpec(request, spec);
  const issues = [...read.issues, ...sameTwice(read.routes), ...validateTls(request, read.tls)];
  return { ...read, routes: [...read.routes].sort(compareRoutes), issues };
}

/** A certificate, and the Secret that holds it where there is one already. */
function heldBy(
  { certificateSecrets = {} }: IngressRequest,
  certificate: string,
): Omit<PlannedTls, "hosts"> {
  const secretName = ownValue(certificateSecrets, certificate);
  return { certificate, ...(secretName === undefined ? {} : { secretName }) };
}

function readShort(request: IngressRequest): ReadRules {
  const { host, port, services, certificates } = request;
  const name = services[0]?.name ?? "";
  const target = { name, port, at: { name: "service", port: "port" } };
  const wrong = host === undefined ? [] : validateHost(host, "host");
  const hosts = host === undefined ? [] : [host];
  return {
    routes: [{ host: host ?? "", path: "/", pathType: "Prefix", target }],
    fallback: undefined,
    tls: certificates.map((certificate) => ({ ...heldBy(request, certificate), hosts })),
    issues: wrong,
  };
}

function readSpec(request: IngressRequest, spec: IngressSpec): ReadRules {
  const rules = spec.rules ?? [];
  const paths = rules.flatMap(({ host, http }, index) =>
    (http?.paths ?? []).map((path, place) => ({
      host: host ?? "",
      path,
      at: `spec.rules[${index}].http.paths[${place}]`,
    })),
  );
  const hostIssues = rules.flatMap(({ host }, index) =>
    host === undefined ? [] : validateHost(host, `spec.rules[${index}].host`),
  );
  const hostless = rules.flatMap(({ host }, index) => (host === undefined ? [index] : []));
  const second = hostless.slice(1).map((index) => {
    const message = `is the second rule without a host, after spec.rules[${hostless[0]}]; put their paths into one`;
    return rule(`spec.rules[${index}]`, message);
  });
  const read = paths.map((each) => readPath(each));
  const fallback =
    spec.defaultBackend === undefined
      ? undefined
      : readTarget(spec.defaultBackend, "spec.defaultBackend");
  const isEmpty = paths.length === 0 && fallback === undefined;
  return {
    routes: read.flatMap(({ route }) => (route === undefined ? [] : [route])),
    fallback: fallback?.target,
    tls: (spec.tls ?? []).map(({ hosts = [], secretName = "" }) => ({
      ...heldBy(request, secretName),
      hosts,
    })),
    issues: [
      ...(isEmpty ? [rule("spec", "has neither a path nor a defaultBackend")] : []),
      ...hostIssues,
      ...second,
      ...read.flatMap(({ issues }) => issues),
      ...(fallback?.issues ?? []),
    ],
  };
}

function readPath(given: {
  readonly host: string;
  readonly path: IngressPath;
  readonly at: string;
}): {
  route: ReadRoute | undefined;
  issues: Issue[];
} {
  const { host, at } = given;
  const { path = "/", pathType, backend } = given.path;
  const { target, issues: wrong } = readTarget(backend, `${at}.backend`);
  const isKnown = pathType === "Exact" || pathType === "Prefix";
  const issues = [
    ...(isPath(path) ? [] : [rule(`${at}.path`, `${pathRule}, came ${describeValue(path)}`)]),
    ...(isKnown
      ? []
      : [
          rule(
            `${at}.pathType`,
            `must be "Exact" or "Prefix", came ${describeValue(pathType)}; what "ImplementationSpecific" means differs from backend to backend`,
          ),
        ]),
    ...wrong,
  ];
  const usable = issues.length === 0 && isKnown && target !== undefined;
  return { route: usable ? { host, path, pathType, target } : undefined, issues };
}

function readTarget(
  backend: IngressBackend | undefined,
  at: string,
): { target: ReadTarget | undefined; issues: Issue[] } {
  const service = backend?.service;
  if (service === undefined || typeof service.name !== "string") {
    const message =
      "must name one of the federated Services; a resource cannot be reached from another cluster";
    return { target: undefined, issues: [rule(`${at}.service`, message)] };
  }
  const port = service.port?.number ?? service.port?.name;
  const path = service.port?.number === undefined ? "name" : "number";
  const places = { name: `${at}.service.name`, port: `${at}.service.port.${path}` };
  return { target: { name: service.name, port, at: places }, issues: [] };
}

function validateHost(host: unknown, path: string): Issue[] {
  if (isHost(host)) return [];
  const message = `must be a host name in lower case, with "*." before it for all names one label below it, came ${describeValue(host)}`;
  return [rule(path, message)];
}

function sameTwice(routes: readonly ReadRoute[]): Issue[] {
  return routes.flatMap((route, index) => {
    const same = ({ host, path, pathType }: ReadRoute) =>
      host === route.host && path === route.path && pathType === route.pathType;
    if (routes.findIndex(same) === index) return [];
    const host = route.host === "" ? "every other host" : `"${route.host}"`;
    const message = `${host} has ${route.pathType} "${route.path}" twice; requests could go to one of them only`;
    return [rule(route.target.at.name.replace(/\.backend\.service\.name$/, ".path"), message)];
  });
}

function validateTls(request: IngressRequest, tls: readonly PlannedTls[]): Issue[] {
  const { certificates, redirectToHttps, spec } = request;
  const path = (index: number): string =>
    spec === undefined ? "certificates" : `spec.tls[${index}]`;
  const known = certificates.map((each) => `"${each}"`).join(", ") || "none";
  const missing = tls.flatMap(({ certificate, hosts }, index) => {
    if (certificates.includes(certificate)) return [];
    const served = hosts.map((each) => `"${each}"`).join(", ") || "a host";
    const message = `there is no certificate ${describeValue(certificate)} for ${served}; certificates has ${known}`;
    return [certificateIssue(path(index), message)];
  });
  const badHosts = tls.flatMap(({ hosts }, index) =>
    spec === undefined
      ? []
      : hosts.flatMap((host, at) => validateHost(host, `${path(index)}.hosts[${at}]`)),
  );
  const used = tls.map(({ certificate }) => certificate);
  const unused = certificates
    .filter((each) => !used.includes(each))
    .map((each) =>
      certificateIssue(
        `certificates["${each}"]`,
        "is used by no host; name it as a secretName in spec.tls",
      ),
    );
  const badNames = certificates
    .filter((each) => !/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/.test(each))
    .map((each) =>
      certificateIssue(
        "certificates",
        `${describeValue(each)} cannot be a certificate's name; use lower-case letters, digits, "-" and "."`,
      ),
    );
  const nowhere =
    redirectToHttps === true && tls.length === 0
      ? [
          settingIssue(
            "redirectToHttps",
            "no host has a certificate, so nothing would answer there",
          ),
        ]
      : [];
  return [...missing, ...badHosts, ...unused, ...badNames, ...nowhere];
}

function certificateIssue(path: string, message: string): Issue {
  return { code: "ingress-certificate", path, message };
}

function rule(path: string, message: string): Issue {
  return { code: "ingress-rule", path, message };
}

/** Named hosts before wildcards before none, Exact before Prefix, longer before shorter, then by text. */
function compareRoutes(a: ReadRoute, b: ReadRoute): number {
  return (
    hostRank(a.host) - hostRank(b.host) ||
    b.host.split(".").length - a.host.split(".").length ||
    compareText(a.host, b.host) ||
    compareText(a.pathType, b.pathType) ||
    b.path.length - a.path.length ||
    compareText(a.path, b.path)
  );
}

function hostRank(host: string): number {
  if (host === "") return 2;
  return host.startsWith("*.") ? 1 : 0;
}
