import type {
  IngressBackend,
  IngressPath,
  IngressRule,
  IngressServicePort,
  IngressSpec,
  IngressTls,
} from "../../core/ingress/model";
import type { KubeObject } from "../../core/model";
import { listAt, mapAt, mapsAt, textAt } from "../../core/plain/fields";

/** An Ingress's spec as the program has it, and what of kubemci's is not in it or is not as it was. */
export interface ReadSpec {
  readonly spec: IngressSpec;
  readonly notes: readonly string[];
}

/**
 * The spec of an Ingress that kubemci served, of any version: paths as Google's load balancer read them become
 * `Exact` and `Prefix`; of what was there twice the last is kept, as it was the one that counted.
 *
 * @example
 * kubemciSpec({ backend: { serviceName: "web", servicePort: 80 } }).spec.defaultBackend
 * //=> { service: { name: "web", port: { number: 80 } } }
 */
export function kubemciSpec(spec: KubeObject): ReadSpec {
  const { rules, notes } = rulesOf(spec);
  const fallback = mapAt(spec.defaultBackend ?? spec.backend);
  const tls = mapsAt(spec, "tls").map(tlsOf);
  return {
    spec: {
      ...(rules.length === 0 ? {} : { rules }),
      ...(Object.keys(fallback).length === 0 ? {} : { defaultBackend: backendOf(fallback) }),
      ...(tls.length === 0 ? {} : { tls }),
    },
    notes,
  };
}

function rulesOf(spec: KubeObject): { rules: readonly IngressRule[]; notes: readonly string[] } {
  const notes: string[] = [];
  const byHost = new Map<string, IngressRule>();
  for (const rule of mapsAt(spec, "rules")) {
    const host = textAt(rule, "host");
    const title = `"${host || "*"}"`;
    if (rule.http === undefined) {
      notes.push(`the rule for ${title} has no paths; kubemci passed over it`);
      continue;
    }
    if (byHost.has(host)) notes.push(`${title} had several rules, of which the last one counted`);
    const http = { paths: pathsOf(mapAt(rule, "http")) };
    byHost.set(host, host === "" ? { http } : { host, http });
  }
  return { rules: [...byHost.values()], notes };
}

function tlsOf(tls: KubeObject): IngressTls {
  const [hosts, secretName] = [listAt(tls, "hosts").map(String), textAt(tls, "secretName")];
  return {
    ...(hosts.length === 0 ? {} : { hosts }),
    ...(secretName === "" ? {} : { secretName }),
  };
}

function pathsOf(http: KubeObject): IngressPath[] {
  const byPath = new Map<string, IngressPath>();
  for (const each of mapsAt(http, "paths")) {
    const path = { ...pathOf(each), backend: backendOf(mapAt(each, "backend")) };
    byPath.set(`${path.pathType} ${path.path}`, path);
  }
  return [...byPath.values()];
}

/** `/a/*` is what is below `/a`, `/a` is that alone, and nothing is everything. */
function pathOf(of: KubeObject): { path: string; pathType: "Exact" | "Prefix" } {
  const path = textAt(of, "path") || "/*";
  const pathType = textAt(of, "pathType");
  if (pathType === "Exact" || pathType === "Prefix") return { path, pathType };
  if (!path.endsWith("/*")) return { path, pathType: "Exact" };
  return { path: path.slice(0, -"/*".length) || "/", pathType: "Prefix" };
}

function backendOf(backend: KubeObject): IngressBackend {
  const service = mapAt(backend, "service");
  const name = textAt(service, "name") || textAt(backend, "serviceName");
  const port = portOf(backend.servicePort) ?? portOf(mapAt(service, "port").number);
  const called = port ?? portOf(mapAt(service, "port").name);
  return { service: { name, ...(called === undefined ? {} : { port: called }) } };
}

function portOf(port: unknown): IngressServicePort | undefined {
  if (typeof port === "number") return { number: port };
  return typeof port === "string" && port !== "" ? { name: port } : undefined;
}

/** The names of the Services that a spec leads to, each once, in its order. */
export function servicesIn({ rules = [], defaultBackend }: IngressSpec): string[] {
  const backends = [
    ...rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
    ...(defaultBackend === undefined ? [] : [defaultBackend]),
  ];
  return [...new Set(backends.flatMap(({ service }) => service?.name ?? []))];
}
