import { type Issue, sortIssues } from "../../issue";
import { compareText } from "../../plain/text";
import type { ClusterDns } from "./levels";
import type { LoadBalancerIngress } from "./targets";

/** What is published of clusters that do not answer: nothing, or what was last known. */
export type Unhealthy = "omit" | "keep";

/** What was seen of a Service or an Ingress in one member cluster. */
export interface ClusterObservation {
  readonly cluster: string;
  /** False: the cluster cannot be reached, is not healthy, or is being retired. */
  readonly isReady: boolean;
  readonly region?: string;
  readonly zones?: readonly string[];
  readonly loadBalancer?: readonly LoadBalancerIngress[];
  /** Whether some endpoint address of the Service is ready. @default false */
  readonly hasReadyEndpoints?: boolean;
}

/** The `status.dns` of a record, why each cluster is in it as it is, and what is wrong. */
export interface DnsStatus {
  /** Sorted by cluster. Empty if any issue is an error. */
  readonly dns: readonly ClusterDns[];
  /** By cluster, for every cluster that was seen. */
  readonly because: Readonly<Record<string, string>>;
  readonly issues: readonly Issue[];
}

interface StatusQuestion {
  readonly clusters: readonly ClusterObservation[];
  /** The status published last. @default [] */
  readonly previous?: readonly ClusterDns[];
  /**
   * What becomes of the targets of a cluster that is not ready or has no ready endpoints: left out,
   * or kept as last known. @default "omit"
   */
  readonly unhealthy?: Unhealthy;
}

/**
 * What a ServiceDNSRecord knows of each cluster.
 *
 * | cluster | its entry |
 * |---|---|
 * | ready, endpoints ready (or `allowServiceWithoutEndpoints`) | place and targets |
 * | ready, no endpoint ready | place only, so its names point to the level above |
 * | ready, without region or zones, now and before | none; an error for the whole record |
 * | not ready | place as last known, no targets |
 * | not ready, place never known | none |
 *
 * With `unhealthy: "keep"` the second row keeps its targets and the fourth those last known.
 * Source: KubeFed v0.6.1 pkg/controller/servicedns/controller.go, and what it meant to do for
 * clusters that are not ready.
 *
 * @example
 * serviceDnsStatus({ clusters: [{ cluster: "eu-1", isReady: false }], previous: [{ cluster: "eu-1", region: "eu", zones: ["eu-a"], loadBalancer: [{ ip: "10.0.0.1" }] }] }).dns
 * //=> [{ cluster: "eu-1", region: "eu", zones: ["eu-a"] }]
 */
export function serviceDnsStatus(
  question: StatusQuestion & {
    /** Takes the targets of clusters without ready endpoints too. @default false */
    readonly allowServiceWithoutEndpoints?: boolean;
  },
): DnsStatus {
  const { allowServiceWithoutEndpoints = false, unhealthy = "omit" } = question;
  const mayLackEndpoints = allowServiceWithoutEndpoints || unhealthy === "keep";
  return statusOf(question, (seen, last) => {
    const { region, zones } = placeOf(seen, last);
    const place = { cluster: seen.cluster, region, zones };
    if (region === "" || zones.length === 0) {
      return seen.isReady
        ? { because: "has no region or no zones", issue: missingPlace(seen.cluster) }
        : { because: "is not ready and its region and zones were never known" };
    }
    if (!seen.isReady) return unreachable({ place, last, unhealthy });
    if (seen.hasReadyEndpoints !== true && !mayLackEndpoints) {
      return { entry: place, because: "has no ready endpoint of the Service" };
    }
    return withTargets(place, seen.loadBalancer);
  });
}

/**
 * What an IngressDNSRecord knows of each cluster: an entry for each ready cluster, with targets or
 * without. Clusters that are not ready are left out, or keep their last targets.
 *
 * Source: KubeFed v0.6.1 pkg/controller/ingressdns/controller.go.
 *
 * @example
 * ingressDnsStatus({ clusters: [{ cluster: "us-1", isReady: false }, { cluster: "eu-1", isReady: true }] }).dns
 * //=> [{ cluster: "eu-1" }]
 */
export function ingressDnsStatus(question: StatusQuestion): DnsStatus {
  const { unhealthy = "omit" } = question;
  return statusOf(question, (seen, last) => {
    const place = { cluster: seen.cluster };
    if (seen.isReady) return withTargets(place, seen.loadBalancer);
    if (unhealthy === "omit" || last === undefined) return { because: "is not ready" };
    return unreachable({ place, last, unhealthy });
  });
}

interface Judged {
  readonly entry?: ClusterDns;
  readonly because: string;
  readonly issue?: Issue;
}

function statusOf(
  { clusters, previous = [] }: StatusQuestion,
  judge: (seen: ClusterObservation, last: ClusterDns | undefined) => Judged,
): DnsStatus {
  const sorted = [...clusters].sort((a, b) => compareText(a.cluster, b.cluster));
  const judged = sorted.map((seen) => ({
    cluster: seen.cluster,
    ...judge(
      seen,
      previous.find(({ cluster }) => cluster === seen.cluster),
    ),
  }));
  const issues = sortIssues(judged.flatMap(({ issue }) => (issue ? [issue] : [])));
  return {
    dns: issues.length > 0 ? [] : judged.flatMap(({ entry }) => (entry ? [entry] : [])),
    because: Object.fromEntries(judged.map(({ cluster, because }) => [cluster, because])),
    issues,
  };
}

function placeOf(
  seen: ClusterObservation,
  last: ClusterDns | undefined,
): { readonly region: string; readonly zones: readonly string[] } {
  // Nodes can be gone for a moment; KubeFed too kept the old place when it found none.
  const region = seen.region ?? "";
  const zones = seen.zones ?? [];
  return {
    region: region === "" ? (last?.region ?? "") : region,
    zones: zones.length === 0 ? (last?.zones ?? []) : zones,
  };
}

function withTargets(
  place: ClusterDns,
  loadBalancer: readonly LoadBalancerIngress[] | undefined,
): Judged {
  return loadBalancer === undefined || loadBalancer.length === 0
    ? { entry: place, because: "has no load balancer address yet" }
    : { entry: { ...place, loadBalancer }, because: "is ready" };
}

function unreachable(of: {
  readonly place: ClusterDns;
  readonly last: ClusterDns | undefined;
  readonly unhealthy: Unhealthy;
}): Judged {
  const { place, last, unhealthy } = of;
  if (unhealthy === "omit")
    return { entry: place, because: "is not ready; its targets are left out" };
  const kept = withTargets(place, last?.loadBalancer);
  return { ...kept, because: "is not ready; what was last known is kept" };
}

function missingPlace(cluster: string): Issue {
  return {
    code: "dns-location",
    path: `clusters["${cluster}"]`,
    message: `member cluster "${cluster}" has no region or no zones, so it has no names; state \`region\` and \`zones\` for it or label its nodes with topology.kubernetes.io/region and /zone`,
  };
}
