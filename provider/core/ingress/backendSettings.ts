import type { PolicySettings } from "../dns/policy/policy";
import type { PolicyBackend } from "../dns/policy/policyBackends";

/** What a Gateway's routes lead to. */
export type GatewayImportKind = "Service" | "ServiceImport";

/** With backend `gateway`: which Gateway, and what its routes lead to. */
export interface IngressGateway {
  /** The GatewayClass of the implementation that runs in the host cluster. */
  readonly gatewayClassName: string;
  /**
   * `Service`: one for each cluster, with that cluster's addresses. `ServiceImport`: what an implementation of
   * the Multi-Cluster Services API has made of the clusters' Services; shares cannot be given then.
   * @default "Service"
   */
  readonly importKind?: GatewayImportKind;
  /** The API group of ServiceImports; Google's is `net.gke.io`. @default "multicluster.x-k8s.io" */
  readonly importGroup?: string;
  /** Where the Gateway listens for HTTP. @default 80 */
  readonly httpPort?: number;
  /** Where the Gateway listens for HTTPS. @default 443 */
  readonly httpsPort?: number;
  /** Annotations of the Gateway. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** With backend `gke`: what Google's `MultiClusterIngress` needs to know. */
export interface IngressGke {
  /** The membership of each cluster as `<location>/<cluster>`, such as `europe-west1-b/shop-eu`. */
  readonly links: Readonly<Record<string, string>>;
  /** A reserved global address; HTTPS needs one. @default Google chooses */
  readonly staticIp?: string;
  /** A FrontendConfig of the config cluster, for redirects and TLS policies. @default none */
  readonly frontendConfig?: string;
}

/** The firewall rule that lets Google's load balancer to the nodes. */
export interface IngressGcpFirewall {
  /** The network of the nodes. @default "default" */
  readonly network?: string;
  /** Tags of the nodes of all clusters. */
  readonly targetTags: readonly string[];
}

/** With backend `gcp`: what kubemci's load balancer is made of. */
export interface IngressGcp {
  /** Links of the instance groups or network endpoint groups of each cluster. */
  readonly backends: Readonly<Record<string, readonly string[]>>;
  /** A reserved global address. */
  readonly ipAddress: string;
  /** The balancer's name, which all names end with: to take over one of kubemci's, that one's. @default the resource's name */
  readonly loadBalancerName?: string;
  /** The project of the load balancer. @default the provider's */
  readonly project?: string;
  /** Lets the load balancer to nodes, which instance groups need. @default no rule is made */
  readonly firewall?: IngressGcpFirewall;
}

type HealthCheckIds = PolicySettings["healthCheckIds"] | undefined;

/** What was given of each backend's own. */
export interface BackendSettings {
  readonly haproxy?: object | undefined;
  readonly gateway?: IngressGateway | undefined;
  /** Where names are written, as far as policies are concerned. */
  readonly dns?: (PolicyBackend & { readonly healthCheckIds?: HealthCheckIds }) | undefined;
  /** Whatever was given of records beside it. */
  readonly records?: object | undefined;
  readonly gke?: IngressGke | undefined;
  readonly gcp?: IngressGcp | undefined;
}
