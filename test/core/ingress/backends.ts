import type { IngressGcp, IngressGke } from "../../../provider/core/ingress/backendSettings";
import type { IngressRequest, MultiClusterBackend } from "../../../provider/core/ingress/model";
import { everywhere, longForm, path, serviceOn, shortForm } from "./samples";

const group = (cluster: string) =>
  `https://www.googleapis.com/compute/v1/projects/p/zones/${cluster}-b/instanceGroups/ig-${cluster}`;

/** Google's load balancer over three clusters. */
export const cloud = {
  ipAddress: "203.0.113.7",
  backends: Object.fromEntries(everywhere.map((cluster) => [cluster, [group(cluster)]])),
} satisfies IngressGcp;

/** Google's objects for three clusters. */
export const google = {
  links: Object.fromEntries(everywhere.map((cluster) => [cluster, `${cluster}-b/shop`])),
} satisfies IngressGke;

const pods = { selector: { app: "web" } };
const nodes = { ports: [{ port: 8080, name: "http", nodePort: 30061 }] };

/** A request that its backend can serve, with what a test changes. */
export function usable(
  backend: MultiClusterBackend,
  more: Partial<IngressRequest> = {},
): IngressRequest {
  const host = { hostCluster: "host", hostNamespace: "shop" };
  switch (backend) {
    case "haproxy":
      return shortForm(more);
    case "gateway": {
      const settings = { gateway: { gatewayClassName: "traefik" } };
      return shortForm({ backend, ...host, settings, ...more });
    }
    case "dns":
      return shortForm({ backend, settings: { dns: { backend: "powerdns" } }, ...more });
    case "gke": {
      const services = [serviceOn("web", everywhere, { type: "ClusterIP", ...pods })];
      return shortForm({ backend, ...host, settings: { gke: google }, services, ...more });
    }
    case "gcp": {
      const services = [serviceOn("web", everywhere, { type: "NodePort", ...nodes })];
      const spec = {
        rules: [{ host: "shop.test", http: { paths: [path("/api")] } }],
        defaultBackend: { service: { name: "web" } },
      };
      return { ...longForm(spec, { backend, settings: { gcp: cloud }, services }), ...more };
    }
  }
}
