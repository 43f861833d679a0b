/*
 * A Gateway before many clusters, as objects of a host cluster: what listens, what leads where with which
 * weight, and the addresses of the clusters.
 */

import type { KubeObject } from "../../model";
import { compareText } from "../../plain/text";
import type { IngressGateway } from "../backendSettings";
import { certificateSecretName } from "../certificates";
import type { IngressPlan } from "../model";

/** The namespace and the settings that objects are rendered with. */
export interface GatewayRequest {
  readonly plan: IngressPlan;
  readonly settings: IngressGateway;
}

const anyHost = "";

/** A listener for HTTP, and one for each host that has a certificate. */
export function gatewayTemplate({ plan, settings }: GatewayRequest): KubeObject {
  const { gatewayClassName, httpPort = 80, httpsPort = 443, annotations } = settings;
  const secure = tlsHosts(plan).map((host) => ({
    name: listenerName(host),
    port: httpsPort,
    protocol: "HTTPS",
    ...(host === anyHost ? {} : { hostname: host }),
    tls: {
      mode: "Terminate",
      certificateRefs: certificatesOf(plan, host).map((certificate) => ({
        kind: "Secret",
        name: certificateSecretName(plan, certificate),
      })),
    },
  }));
  return {
    metadata: { name: plan.name, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      gatewayClassName,
      listeners: [{ name: "http", port: httpPort, protocol: "HTTP" }, ...secure],
    },
  };
}

/** The hosts that are served over TLS, sorted; `""` where a certificate is for all of them. */
export function tlsHosts({ tls }: IngressPlan): string[] {
  const hosts = tls.flatMap(({ hosts: own }) => (own.length === 0 ? [anyHost] : own));
  return [...new Set(hosts)].sort(compareText);
}

function certificatesOf({ tls }: IngressPlan, host: string): string[] {
  const own = tls.filter(({ hosts }) => (hosts.length === 0 ? [anyHost] : hosts).includes(host));
  return [...new Set(own.map(({ certificate }) => certificate))].sort(compareText);
}

/** The name of the listener for a host's certificate. */
export function listenerName(host: string): string {
  return host === anyHost ? "https" : `https.${host.replace(/^\*/, "any")}`;
}
