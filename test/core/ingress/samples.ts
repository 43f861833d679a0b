import type {
  IngressRequest,
  IngressService,
  IngressSpec,
  ServiceCopy,
} from "../../../provider/core/ingress/model";

export const everywhere = ["ap-south", "eu-west", "us-east"];

/** A federated Service on these clusters, left out on the others. */
export function serviceOn(
  name: string,
  clusters: readonly string[] = everywhere,
  more: Partial<ServiceCopy> = {},
): IngressService {
  const copies = everywhere.map((cluster) => ({
    cluster,
    selected: clusters.includes(cluster),
    reason: clusters.includes(cluster) ? "named" : "not named",
    type: "LoadBalancer",
    ports: [{ port: 8080, name: "http" }],
    ...more,
  }));
  return { namespace: "shop", name, copies };
}

/** The short form on three clusters, with what a test changes. */
export function shortForm(more: Partial<IngressRequest> = {}): IngressRequest {
  return {
    name: "shop",
    backend: "haproxy",
    isShort: true,
    host: "shop.test",
    services: [serviceOn("web")],
    certificates: [],
    addressed: [],
    ...more,
  };
}

/** The long form on three clusters, with what a test changes. */
export function longForm(spec: IngressSpec, more: Partial<IngressRequest> = {}): IngressRequest {
  const services = [serviceOn("web"), serviceOn("api")];
  return { ...shortForm({ services, ...more }), isShort: false, host: undefined, spec };
}

/** A path that leads to a Service. */
export function path(at: string, name = "web", pathType = "Prefix") {
  return { path: at, pathType, backend: { service: { name, port: { number: 8080 } } } };
}
