import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type {
  IngressHealthCheck,
  IngressSpec,
  MultiClusterBackend,
} from "../../core/ingress/model";
import type { IngressGateway, IngressGcp, IngressGke } from "../../core/ingress/backendSettings";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { DnsProvider } from "../dns/dnsPublication";
import type { FederatedNamespace } from "../objects/federatedNamespace";
import type { FederatedObject } from "../objects/federatedObject";

/** A certificate and its key, or the Secret that holds them. */
export interface IngressCertificateArgs {
  /** PEM: the certificate, then its chain. */
  certificate?: pulumi.Input<string>;
  /** PEM: the private key, without a passphrase. It is kept secret. */
  key?: pulumi.Input<string>;
  /**
   * Instead of both, a Secret of type `kubernetes.io/tls` that is in the host cluster already, in `namespace`, such
   * as cert-manager's. A Gateway and Google read it themselves; for HAProxy it is read in each preview and update,
   * so let `kubefed reconcile` run where something renews it.
   */
  secretName?: string;
}

/** How HAProxy runs and where it listens. */
export interface IngressHaproxyArgs {
  /** The image of its pods: HAProxy 2.6 or later. @default "docker.io/library/haproxy:3.0.8" */
  image?: string;
  /** How many pods. @default 2 */
  replicas?: number;
  /** What the Service before the pods is: `LoadBalancer`, `NodePort` or `ClusterIP`. @default "LoadBalancer" */
  serviceType?: string;
  /** The port of the pods for HTTP. @default 8080 */
  httpPort?: number;
  /** The port of the pods for HTTPS. @default 8443 */
  httpsPort?: number;
  /** The port of the pods where `GET /ready` says that they serve. @default 8404 */
  readyPort?: number;
  /** How long a cluster may take to answer, from 1 to 3600. @default 30 */
  serverTimeoutSeconds?: number;
}

/** With backend `dns`: how the names are answered. */
export interface IngressRecordsArgs {
  /** How long resolvers may remember an answer. @default 180, or 30 where something checks the clusters */
  ttlSeconds?: number;
  /** Route 53: the health check of each cluster, made elsewhere. @default nothing is checked */
  healthCheckIds?: Readonly<Record<string, string>>;
  /** Takes over records that are there already, of another owner or of nobody. @default false */
  adopt?: boolean;
}

/** Arguments of a MultiClusterIngress. But for certificates all are plain, so that the plan is known at preview. */
export interface MultiClusterIngressArgs {
  /** What balances. @default "haproxy" */
  backend?: MultiClusterBackend;
  /** The short form: the federated Service that gets all requests. */
  service?: FederatedObject<k8s.core.v1.Service>;
  /** With `service`: the only host that is served. @default every host */
  host?: string;
  /** With `service`: its port, by number. @default its only one */
  port?: number;
  /** The long form: an Ingress's own spec, with the names of federated Services as backends. */
  spec?: IngressSpec;
  /** With `spec`: the federated Services that it names. */
  services?: readonly FederatedObject<k8s.core.v1.Service>[];
  /**
   * Instead of both: a federated Ingress. Its hosts are served by its load balancers, over HTTP at port 80; of its
   * paths they know themselves.
   */
  ingress?: FederatedObject<k8s.networking.v1.Ingress>;
  /**
   * The share of each cluster, from 0 (drained: who has its cookie stays, nobody new comes) to 1,000,000.
   * `"*"` stands for the clusters that are not named; without it they get nothing. @default all the same
   */
  weights?: Readonly<Record<string, number>>;
  /** A federated workload whose planned replicas are the shares. Not together with `weights`. */
  weightsFrom?: FederatedObject;
  /** The first cluster that works gets everything; those not named follow by name. @default all serve */
  failoverOrder?: readonly string[];
  /** How the backend finds out which clusters work. @default a TCP connection every second */
  healthCheck?: IngressHealthCheck;
  /** Whether a client stays with its cluster, by a cookie. @default "none" */
  affinity?: "cookie" | "none";
  /** Certificates by the names that `spec.tls` gives them; with `service`, one for its host. */
  certificates?: Readonly<Record<string, IngressCertificateArgs>>;
  /** Sends who comes without TLS to it, at the hosts that have a certificate. @default false */
  redirectToHttps?: boolean;
  /**
   * Addresses of clusters by name, such as those of their nodes, for Services that are no LoadBalancer; of
   * a NodePort its node port is used. @default those of the Services' load balancers
   */
  addresses?: Readonly<Record<string, readonly string[]>>;
  /**
   * The cluster that the backend's objects go to; Google's is the config cluster. @default none: `config` is for
   * a machine of one's own
   */
  hostCluster?: KubeFedCluster;
  /** Where in the host cluster: a namespace's name, or a federated namespace that is on it. @default "default" */
  namespace?: string | FederatedNamespace;
  /** With `backend: "haproxy"`: how it runs. */
  haproxy?: IngressHaproxyArgs;
  /** With `backend: "gateway"`: which Gateway, and what its routes lead to. */
  gateway?: IngressGateway;
  /** With `backend: "dns"`: where the records are written. */
  dns?: DnsProvider;
  /** With `backend: "dns"`: how the names are answered. */
  records?: IngressRecordsArgs;
  /** With `backend: "gke"`: what Google's objects need to know. */
  gke?: IngressGke;
  /** With `backend: "gcp"`: what the load balancer sends to, and its address. */
  gcp?: IngressGcp;
}
