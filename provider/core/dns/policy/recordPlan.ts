import { type Issue, sortIssues } from "../../issue";
import type { ServiceDnsRecord } from "../records/endpoints";
import type { ClusterDns } from "../records/levels";
import type { PolicyAt } from "./policyAnswers";
import { compileIngressPolicy, compileServicePolicy, type PolicyPlan } from "./policyPlan";
import {
  type ClusterObservation,
  type DnsStatus,
  ingressDnsStatus,
  serviceDnsStatus,
} from "../records/status";
import type { HostAddresses } from "../records/targets";

/** What a record publishes and why, as the `status` of KubeFed's objects said it. */
export interface RecordPlan extends PolicyPlan {
  /** Each cluster's part in it, sorted. */
  readonly dns: readonly ClusterDns[];
  /** By cluster, why it takes part as it does. */
  readonly clustersBecause: Readonly<Record<string, string>>;
}

interface Observed {
  readonly clusters: readonly ClusterObservation[];
  /** What becomes of the targets of clusters that are not ready. @default "omit" */
  readonly unhealthy?: "omit" | "keep" | undefined;
  /** As in ServiceDnsRecord. @default {} */
  readonly addresses?: HostAddresses;
  /** How names are answered, and by what. @default with all targets, by any name server */
  readonly answering?: PolicyAt;
}

const withAllTargets: PolicyAt = { backend: "rfc2136", settings: {} };

/**
 * What is published for a Service, given what was seen of it in each cluster. What a cluster that is
 * not ready had last is what was seen of it: its state is kept, not asked for.
 *
 * @example
 * planServiceRecord({ name: "web", namespace: "shop", spec: { domainRef: "fed" }, domain: "a.test", clusters: [{ cluster: "c", isReady: false, region: "eu", zones: ["eu1"], loadBalancer: [{ ip: "10.0.0.1" }] }], unhealthy: "keep" }).endpoints.length
 * //=> 3
 */
export function planServiceRecord(
  of: Observed &
    Pick<ServiceDnsRecord, "name" | "namespace" | "spec"> & {
      readonly domain: string;
      readonly allowServiceWithoutEndpoints?: boolean | undefined;
    },
): RecordPlan {
  const { clusters, domain, unhealthy = "omit", allowServiceWithoutEndpoints = false } = of;
  const previous = clusters;
  const status = serviceDnsStatus({ clusters, previous, unhealthy, allowServiceWithoutEndpoints });
  const { name, namespace, spec, addresses = {}, answering = withAllTargets } = of;
  const record = { name, namespace, spec, addresses, status: { domain, dns: status.dns } };
  const names = clusters.map(({ cluster }) => cluster);
  return recordPlan(status, compileServicePolicy({ ...answering, record, clusters: names }));
}

/**
 * What is published for an Ingress, given what was seen of it in each cluster.
 *
 * @example
 * planIngressRecord({ hosts: ["shop.a.test"], clusters: [{ cluster: "c", isReady: true, loadBalancer: [{ ip: "10.0.0.1" }] }] }).endpoints.map(({ targets }) => targets)
 * //=> [["10.0.0.1"]]
 */
export function planIngressRecord(
  of: Observed & {
    readonly hosts: readonly string[];
    readonly recordTTL?: number;
    readonly zones?: readonly string[];
  },
): RecordPlan {
  const { clusters, unhealthy = "omit", addresses = {}, hosts, recordTTL, zones } = of;
  const status = ingressDnsStatus({ clusters, previous: clusters, unhealthy });
  const { answering = withAllTargets } = of;
  const record = {
    spec: { hosts, ...(recordTTL !== undefined && { recordTTL }) },
    status: { dns: status.dns },
    addresses,
    ...(zones && { zones }),
  };
  const names = clusters.map(({ cluster }) => cluster);
  return recordPlan(status, compileIngressPolicy({ ...answering, record, clusters: names }));
}

function recordPlan(status: DnsStatus, plan: PolicyPlan): RecordPlan {
  const issues: Issue[] = sortIssues([...status.issues, ...plan.issues]);
  return { ...plan, issues, dns: status.dns, clustersBecause: status.because };
}
