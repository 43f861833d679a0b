/*
 * Google's own objects for one Ingress over many clusters, in a config cluster.
 */

import type { KubeObject } from "../../model";
import { ownValue } from "../../plain/ownKey";
import { googlePaths } from "../googlePaths";
import { certificateSecretName } from "../certificates";
import type { IngressGke } from "../backendSettings";
import type { IngressPlan, IngressRequest, PlannedService } from "../model";

/** What Google's objects are rendered from. */
export interface GkeRequest {
  readonly plan: IngressPlan;
  readonly request: IngressRequest;
  readonly settings: IngressGke;
}

/** The group and version of both. */
export const gkeApiVersion = "networking.gke.io/v1";

/** The MultiClusterIngress: an Ingress's spec as it was before its version 1. */
export function multiClusterIngress({ plan, settings }: GkeRequest): KubeObject {
  const { staticIp, frontendConfig } = settings;
  const annotations = {
    ...(staticIp === undefined ? {} : { "networking.gke.io/static-ip": staticIp }),
    ...(frontendConfig === undefined
      ? {}
      : { "networking.gke.io/frontend-config": frontendConfig }),
  };
  const hosts = [...new Set(plan.routes.map(({ host }) => host))];
  const rules = hosts.map((host) => ({
    ...(host === "" ? {} : { host }),
    http: {
      paths: plan.routes
        .filter((route) => route.host === host)
        .flatMap((route) =>
          googlePaths(route).map((path) => ({ path, backend: backendOf(plan, route.service) })),
        ),
    },
  }));
  const certificates = [...new Set(plan.tls.map(({ certificate }) => certificate))].sort();
  const tls = certificates.map((each) => ({ secretName: certificateSecretName(plan, each) }));
  const spec = {
    ...(plan.defaultService === undefined ? {} : { backend: backendOf(plan, plan.defaultService) }),
    ...(rules.length === 0 ? {} : { rules }),
    ...(tls.length === 0 ? {} : { tls }),
  };
  return {
    metadata: {
      name: plan.name,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: { template: { spec } },
  };
}

function backendOf(plan: IngressPlan, key: string): KubeObject {
  const service = plan.services.find((each) => each.key === key);
  return { serviceName: service && nameOf(plan, service), servicePort: service?.clusters[0]?.port };
}

function nameOf({ name }: IngressPlan, service: Pick<PlannedService, "name">): string {
  return `${name}-${service.name}`;
}

/** The MultiClusterServices, by name: the pods of each Service on the clusters that are not drained. */
export function multiClusterServices(of: GkeRequest): { name: string; template: KubeObject }[] {
  const { plan, request, settings } = of;
  const used = request.services.filter(({ name, namespace }) =>
    plan.services.some((each) => each.name === name && each.namespace === namespace),
  );
  return used.map((service) => {
    const name = nameOf(plan, service);
    const chosen = service.copies.filter(({ selected }) => selected);
    const [first] = chosen;
    const serving = plan.clusters.filter(({ weight = 0 }) => weight > 0);
    const clusters = serving
      .filter(({ cluster }) => chosen.some((copy) => copy.cluster === cluster))
      .map(({ cluster }) => ({ link: ownValue(settings.links, cluster) }));
    const ports = (first?.ports ?? []).map(({ name: portName, port, targetPort }) => ({
      ...(portName === undefined ? {} : { name: portName }),
      protocol: "TCP",
      port,
      targetPort: targetPort ?? port,
    }));
    const spec = { template: { spec: { selector: first?.selector, ports } }, clusters };
    return { name, template: { metadata: { name }, spec } };
  });
}
