import type { KubeObject } from "../../model";
import { parseAddress } from "../../dns/records/address";
import { clusterServiceName, endpointProblem } from "../rules/gatewayRules";
import type { IngressPlan, ServiceAddresses } from "../model";

/** One cluster's copy of a Service, as the host cluster is to know it. */
export interface ClusterService {
  readonly name: string;
  /** The key of the planned Service. */
  readonly key: string;
  readonly cluster: string;
  readonly port: number;
  /** A Service without a selector. */
  readonly service: KubeObject;
  /** Of the EndpointSlice beside it. */
  readonly sliceMetadata: KubeObject;
}

/** The Services without a selector that routes lead to, one for each Service and cluster, in their order. */
export function clusterServices({ name: ingress, services }: IngressPlan): ClusterService[] {
  return services.flatMap((service) =>
    service.clusters.map(({ cluster, port }) => {
      const name = clusterServiceName(ingress, service, cluster);
      return {
        name,
        key: service.key,
        cluster,
        port,
        service: { metadata: { name }, spec: { ports: [{ name: portName, port }] } },
        sliceMetadata: {
          name,
          labels: {
            "kubernetes.io/service-name": name,
            "endpointslice.kubernetes.io/managed-by": "pulumi-kubefed",
          },
        },
      };
    }),
  );
}

const portName = "http";

/** The addresses of an EndpointSlice. */
export interface SliceAddresses {
  readonly addressType: "IPv4" | "IPv6";
  readonly endpoints: readonly KubeObject[];
  readonly ports: readonly KubeObject[];
}

/**
 * What an EndpointSlice holds of a cluster's addresses: those of one family, IPv4 where there are both; and what
 * is wrong with them.
 *
 * @example
 * sliceAddresses({ addresses: ["203.0.113.1", "2001:db8::1"] }, 80).slice.endpoints
 * //=> [{ addresses: ["203.0.113.1"], conditions: { ready: true } }]
 */
export function sliceAddresses(
  { addresses, port }: ServiceAddresses,
  servicePort: number,
): { readonly slice: SliceAddresses; readonly problems: readonly string[] } {
  const problems = addresses.flatMap((address) => endpointProblem(address) ?? []);
  const read = addresses.flatMap((address) => parseAddress(address) ?? []);
  const fours = read.filter(({ recordType }) => recordType === "A");
  const used = fours.length > 0 ? fours : read;
  return {
    problems,
    slice: {
      addressType: fours.length > 0 || read.length === 0 ? "IPv4" : "IPv6",
      endpoints: used.map(({ text }) => ({ addresses: [text], conditions: { ready: true } })),
      ports: [{ name: portName, port: port ?? servicePort, protocol: "TCP" }],
    },
  };
}
