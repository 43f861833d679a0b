/*
 * One Ingress over many clusters: which host and path leads to which federated Service, which clusters serve
 * it with which weight and in which order, each with its reason; and per backend a renderer that only writes
 * down what was planned.
 */

import type { FailsOver } from "../dns/policy/policy";
import type { Issue } from "../issue";
import type { BackendSettings } from "./backendSettings";

/**
 * What balances: HAProxy in a host cluster or on a machine of one's own, a Gateway in a host cluster, names,
 * Google's objects in a config cluster, or Google's load balancer itself.
 */
export type MultiClusterBackend = "dns" | "gateway" | "gcp" | "gke" | "haproxy";

/** The Service that a path leads to. */
export interface IngressServiceReference {
  /** The name of one of the federated Services given. */
  readonly name: string;
  /** One of its ports, by number or by name. @default its only port */
  readonly port?: IngressServicePort;
}

/** A port of a Service: one of the two. */
export interface IngressServicePort {
  /** Its name in the Service. */
  readonly name?: string;
  /** Its number in the Service. */
  readonly number?: number;
}

/** Where requests go. */
export interface IngressBackend {
  /** A federated Service. */
  readonly service?: IngressServiceReference;
}

/** A path of a host. */
export interface IngressPath {
  /** Begins with "/". @default "/" */
  readonly path?: string;
  /** `Exact` is this path alone, `Prefix` what is below it too, element by element. */
  readonly pathType: string;
  /** Where its requests go. */
  readonly backend: IngressBackend;
}

/** The paths of a host. */
export interface IngressRule {
  /** A host name, or `*.example.com` for all names with one label more. @default every host that no other rule names */
  readonly host?: string;
  /** What is served at the host. */
  readonly http?: IngressRulePaths;
}

/** The paths of a rule. */
export interface IngressRulePaths {
  /** Longer ones are tried first, exact ones before all others. */
  readonly paths: readonly IngressPath[];
}

/** Hosts that are served over TLS. */
export interface IngressTls {
  /** The hosts that the certificate is for. @default every host */
  readonly hosts?: readonly string[];
  /** The name of the certificate, among `certificates`. */
  readonly secretName?: string;
}

/** The spec of an Ingress of `networking.k8s.io/v1`, as plain data. */
export interface IngressSpec {
  /** Read past: the backend is chosen by `backend`. */
  readonly ingressClassName?: string;
  /** Where requests go that no rule takes. @default they are answered with 404 */
  readonly defaultBackend?: IngressBackend;
  /** Hosts and their paths. */
  readonly rules?: readonly IngressRule[];
  /** Which hosts are served over TLS, and with which certificate. */
  readonly tls?: readonly IngressTls[];
}

/** How the backend finds out whether a cluster serves; times in seconds. */
export interface IngressHealthCheck {
  /** What a GET must answer with 200 to 399. @default a TCP connection is enough */
  readonly path?: string;
  /** The Host header of the GET. @default the first host that leads to the Service */
  readonly host?: string;
  /** Time between two checks, from 0.1 to 300. @default 1 */
  readonly intervalSeconds?: number;
  /** How long an answer may take, from 0.1 to 60. @default 1 */
  readonly timeoutSeconds?: number;
  /** Failures in a row after which a cluster gets nothing, from 1 to 10. @default 2 */
  readonly unhealthyThreshold?: number;
  /** Successes in a row after which it is back, from 1 to 10. @default 2 */
  readonly healthyThreshold?: number;
}

/** A port of a Service on one cluster. */
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly nodePort?: number;
  /** The port of its pods, by number or by name. */
  readonly targetPort?: number | string;
}

/** A federated Service on one member cluster, as its plan has it. */
export interface ServiceCopy {
  readonly cluster: string;
  readonly selected: boolean;
  readonly reason: string;
  readonly type?: string;
  readonly ports?: readonly ServicePort[];
  /** The labels of its pods. */
  readonly selector?: Readonly<Record<string, string>>;
}

/** A federated Service that requests may go to, or a federated Ingress before its own ones. */
export interface IngressService {
  /** @default "Service" */
  readonly kind?: "Ingress";
  readonly namespace: string;
  readonly name: string;
  readonly copies: readonly ServiceCopy[];
}

/** What a MultiClusterIngress was given. */
export interface IngressRequest {
  readonly name: string;
  readonly backend: string;
  /** The short form: one host, one Service, one of its ports. */
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
  readonly isShort: boolean;
  /** The long form. */
  readonly spec?: IngressSpec | undefined;
  readonly services: readonly IngressService[];
  readonly weights?: Readonly<Record<string, number>> | undefined;
  /** Replicas of a workload by cluster, as weights. */
  readonly replicas?: Readonly<Record<string, number>> | undefined;
  readonly failoverOrder?: readonly string[] | undefined;
  readonly healthCheck?: IngressHealthCheck | undefined;
  readonly affinity?: string | undefined;
  /** The names of the certificates given. */
  readonly certificates: readonly string[];
  /** By certificate, the Secret of the host cluster that holds it already. @default none */
  readonly certificateSecrets?: Readonly<Record<string, string>>;
  readonly redirectToHttps?: boolean | undefined;
  /** Clusters whose addresses were given, so that their Services need no load balancer. */
  readonly addressed: readonly string[];
  /** Those addresses. */
  readonly addresses?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The cluster that the backend's objects go to. */
  readonly hostCluster?: string | undefined;
  /** Their namespace there. */
  readonly hostNamespace?: string | undefined;
  /** The settings of backends that were given, whichever is chosen. */
  readonly settings?: BackendSettings | undefined;
}

/** A host and path, and the planned Service that it leads to. */
export interface PlannedRoute {
  /** A host name, `*.` before it for all one label below it; `""` for every other host. */
  readonly host: string;
  readonly path: string;
  readonly pathType: "Exact" | "Prefix";
  /** The key of a planned Service. */
  readonly service: string;
}

/** What one cluster gets of a Service's requests. */
export interface ServingCluster {
  readonly cluster: string;
  /** Its share beside the other clusters' weights; 0 is drained. */
  readonly weight: number;
  /** Its place in the order, from 1; absent where all serve. */
  readonly order?: number;
  readonly because: string;
  /** The port of its Service. */
  readonly port: number;
}

/** A Service and port that requests go to, on all clusters that have it. */
export interface PlannedService {
  /** @default "Service" */
  readonly kind?: "Ingress";
  /** `<namespace>/<name>:<port>`. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | string;
  /** The first host that leads to it, for health checks; absent where every host does. */
  readonly host?: string;
  readonly clusters: readonly ServingCluster[];
}

/** What a cluster gets altogether. */
export interface IngressCluster {
  readonly cluster: string;
  readonly selected: boolean;
  readonly reason: string;
  /** Absent where the cluster has none of the Services. */
  readonly weight?: number;
  readonly because?: string;
}

/** Hosts and the certificate that they are served with. */
export interface PlannedTls {
  readonly certificate: string;
  /** The Secret of the host cluster that holds it already. */
  readonly secretName?: string;
  readonly hosts: readonly string[];
}

/** A check with all its numbers. */
export type PlannedCheck = Required<Omit<IngressHealthCheck, "host" | "path">> &
  Pick<IngressHealthCheck, "host" | "path">;

/** Who serves what, with which weight and why. Plain; clusters, routes and Services sorted. */
export interface IngressPlan {
  readonly kind: "MultiClusterIngress";
  readonly apiVersion: "kubefed/v1";
  readonly name: string;
  readonly backend: string;
  readonly hostCluster?: string;
  /** In the order in which they are tried: named hosts first, exact paths first, longer ones first. */
  readonly routes: readonly PlannedRoute[];
  /** The key of the Service that takes what no route takes; absent: 404. */
  readonly defaultService?: string;
  readonly services: readonly PlannedService[];
  readonly tls: readonly PlannedTls[];
  readonly redirectToHttps: boolean;
  readonly affinity: "cookie" | "none";
  readonly healthCheck: PlannedCheck;
  readonly clusters: readonly IngressCluster[];
  /** Whether requests go elsewhere by themselves when a cluster fails. */
  readonly failsOver: FailsOver;
  readonly issues: readonly Issue[];
}

/** Where a Service is reached on one cluster. */
export interface ServiceAddresses {
  /** IP addresses or host names; empty where it has none yet. */
  readonly addresses: readonly string[];
  /** The port there, where it is not the Service's own: a node port. */
  readonly port?: number | undefined;
}

/** Where Services are reached: by the Service's key, then by cluster. */
export type IngressTargets = Readonly<
  Record<string, Readonly<Record<string, ServiceAddresses>> | undefined>
>;
