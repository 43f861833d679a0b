import * as pulumi from "@pulumi/pulumi";
import type { IngressTargets, PlannedService, ServiceAddresses } from "../../core/ingress/model";
import type { KubeObject } from "../../core/model";
import { mapAt, mapsAt } from "../../core/plain/fields";
import { allOf } from "../declare/memberResource";
import type { FederatedObject } from "../objects/federatedObject";
import type { FrontRequest } from "./front";
import { servicesOf } from "./ingressRequest";

/**
 * Where each Service is reached on each of its clusters, as of the last time that the cluster was there: a
 * cluster whose API server is away goes on serving, and whether it does is the backend's to find out.
 */
export function ingressTargets(request: FrontRequest): pulumi.Output<IngressTargets> {
  const { plan, args, parent } = request;
  const services = servicesOf(args);
  const entries = plan.services.map((planned) => {
    const service = services.find(
      ({ plan: own }) =>
        own.name === planned.name && (own.namespace ?? "default") === planned.namespace,
    );
    return [
      planned.key,
      service === undefined ? {} : targetsOf(request, planned, service),
    ] as const;
  });
  return pulumi.output(Object.fromEntries(entries)).apply((targets: IngressTargets) => {
    warnOfNone(parent, targets);
    return targets;
  });
}

function targetsOf(
  { args: { addresses: given = {} } }: FrontRequest,
  planned: PlannedService,
  service: FederatedObject,
): Record<string, pulumi.Output<ServiceAddresses>> {
  const objects = allOf(service);
  const entries = planned.clusters.map(({ cluster, port }) => {
    const own = given[cluster];
    const target =
      own === undefined
        ? service.status.apply(({ clusters }) => ({
            addresses: clusters[cluster]?.loadBalancer ?? [],
          }))
        : nodePort(objects[cluster], port).apply((at) => ({ addresses: own, port: at }));
    return [cluster, target] as const;
  });
  return Object.fromEntries(entries);
}

/** The port of the nodes that leads to a Service's port; undefined where it has none. */
function nodePort(object: unknown, port: number): pulumi.Output<number | undefined> {
  const spec: unknown = Reflect.get(Object(object), "spec");
  return pulumi.output(spec as pulumi.Input<KubeObject | undefined>).apply((known) => {
    const { type } = mapAt(known);
    const found = mapsAt(mapAt(known), "ports").find((each) => each.port === port);
    return type === "NodePort" && typeof found?.nodePort === "number" ? found.nodePort : undefined;
  });
}

function warnOfNone(component: pulumi.ComponentResource, targets: IngressTargets): void {
  for (const [key, clusters = {}] of Object.entries(targets)) {
    for (const [cluster, { addresses }] of Object.entries(clusters)) {
      if (addresses.length > 0) continue;
      const text = `Service ${key} has no address on "${cluster}" yet, which gets nothing until the next update`;
      void pulumi.log.warn(text, component);
    }
  }
}
