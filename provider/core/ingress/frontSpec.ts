import { isPlainObject } from "../plain/plainObject";
import type { IngressBackend, IngressRule, IngressSpec, IngressTls } from "./model";

/**
 * The spec of a front before the load balancers of an Ingress on many clusters: all of its hosts lead to them,
 * whatever the paths. What is no plain spec is given as it is, to be refused as one.
 *
 * @example
 * frontSpec("shop", { rules: [{ host: "a.test" }, { host: "a.test" }], defaultBackend: {} }).rules?.map(({ host }) => host)
 * //=> ["a.test", undefined]
 */
export function frontSpec(name: string, spec: unknown): IngressSpec {
  if (!isSpec(spec)) return spec as IngressSpec;
  const { rules = [], defaultBackend, tls } = spec;
  const backend: IngressBackend = { service: { name, port: { number: 80 } } };
  const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };
  const hosts = [
    ...new Set([
      ...rules.map(({ host }) => host),
      ...(defaultBackend === undefined ? [] : [undefined]),
    ]),
  ];
  return {
    rules: hosts.map((host): IngressRule => (host === undefined ? { http } : { host, http })),
    ...(tls === undefined ? {} : { tls }),
  };
}

interface PlainSpec {
  readonly rules?: readonly IngressRule[];
  readonly defaultBackend?: unknown;
  readonly tls?: readonly IngressTls[];
}

function isSpec(spec: unknown): spec is PlainSpec {
  return (
    isPlainObject(spec) &&
    (spec.rules === undefined || (Array.isArray(spec.rules) && spec.rules.every(isPlainObject)))
  );
}
