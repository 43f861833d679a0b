import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { hostsByService } from "../../core/ingress/dns/hostsByService";
import { recordPolicy } from "../../core/ingress/rules/dnsRules";
import { optionsWithin } from "../declare/childOptions";
import { IngressDNSRecord } from "../dns/ingressDnsRecord";
import type { FederatedObject } from "../objects/federatedObject";
import type { Front, FrontRequest } from "./front";
import { servicesOf } from "./ingressRequest";

/**
 * Declares the names: one record for each Service, with all hosts that lead to it. A cluster whose API server is
 * away keeps its addresses: whether it serves is not its API server's to say.
 */
export function declareRecords(request: FrontRequest): Front {
  const { plan, args } = request;
  const { dns, records: { ttlSeconds, adopt } = {} } = args;
  if (dns === undefined) throw new Error("bug in kubefed: records without a name server");
  const declared = hostsByService(plan).map(({ service: key, hosts }) => {
    const planned = plan.services.find((each) => each.key === key);
    const service = servicesOf(args).find(({ plan: own }) => own.name === planned?.name);
    if (planned === undefined || service === undefined)
      throw new Error("bug in kubefed: a host of nothing that is declared");
    const record = new IngressDNSRecord(
      `${plan.name}-${planned.name}`,
      {
        ingress: asIngress(service),
        hosts,
        dns,
        unhealthy: "keep",
        ...recordPolicy(request.request, {
          port: planned.clusters[0]?.port ?? 80,
          host: planned.host ?? planned.name,
        }),
        ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
        ...(adopt === undefined ? {} : { adopt }),
      },
      optionsWithin({ ...request, after: [] }),
    );
    return [`IngressDNSRecord/${planned.name}`, record] as const;
  });
  return {
    config: pulumi.output(""),
    resources: Object.fromEntries(declared),
    address: pulumi.output(undefined),
  };
}

/** Of an Ingress a record reads the clusters, the plan and the addresses, which a Service has as well. */
function asIngress(service: unknown): FederatedObject<k8s.networking.v1.Ingress> {
  return service as FederatedObject<k8s.networking.v1.Ingress>;
}
