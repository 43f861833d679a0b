/*
 * What each backend cannot do, and what it needs: a spec that one of them serves is refused by another before
 * anything is written, and never served otherwise than it says.
 */

import type { FailsOver } from "../../dns/policy/policy";
import { failsOver } from "../../dns/policy/policyBackends";
import type { Issue } from "../../issue";
import { ownValue } from "../../plain/ownKey";
import { compareText } from "../../plain/text";
import type { IngressRequest, MultiClusterBackend, PlannedCheck } from "../model";
import { backendIssue, multiClusterBackends, noticeSeconds } from "../settings";
import type { BackendQuestion } from "./backendQuestion";
import { dnsIssues, recordPolicy } from "./dnsRules";
import { gatewayIssues } from "./gatewayRules";
import { gcpIssues } from "./gcpRules";
import { gkeIssues } from "./gkeRules";

/** What may be asked of some backends only. */
type Wish =
  | "addresses"
  | "affinity"
  | "certificates"
  | "failoverOrder"
  | "healthCheck"
  | "hostCluster"
  | "ingress"
  | "redirectToHttps"
  | "shares";

const nearest = "sends each client to the nearest cluster that works";

/** By backend, why a wish cannot be fulfilled and what can be done instead. */
const limits: Readonly<Record<MultiClusterBackend, Readonly<Partial<Record<Wish, string>>>>> = {
  haproxy: {},
  gateway: {
    failoverOrder:
      'cannot be done: routes of the Gateway API have weights and no order; use backend "haproxy" or "dns", or weights',
    healthCheck:
      'cannot be done: the Gateway API has no health checks; use backend "haproxy", or a policy of the implementation\'s own',
    affinity:
      "cannot be done: no cookie is part of the Gateway API's core; use backend \"haproxy\", or a policy of the implementation's own",
  },
  dns: {
    affinity:
      'cannot be done: a name server knows resolvers, not clients; use backend "haproxy" or "gcp"',
    certificates:
      "have no use: names lead to the clusters themselves, which have their own; leave them out",
    redirectToHttps: "cannot be done: names lead to the clusters themselves; do it there",
    addresses:
      "have no use: names lead to the clusters' load balancers; use a DomainRecord for other addresses",
    hostCluster: "has no use: records go to the name server of dns; leave it out",
  },
  gke: {
    failoverOrder: `cannot be done: Google's load balancer ${nearest}; use backend "haproxy" or "dns"`,
    shares: `cannot be done: Google's load balancer ${nearest}; 0 (drained) and one same number for all others are possible, or backend "haproxy" or "gateway"`,
    healthCheck:
      "cannot be done: Google asks what the pods' readiness probes ask; leave it out, or name a BackendConfig in annotations of the Service",
    affinity: 'cannot be done: it is a BackendConfig\'s; use backend "haproxy" or "gcp"',
    redirectToHttps:
      "cannot be done: it is a FrontendConfig's; make one and name it in gke.frontendConfig",
    addresses: "have no use: Google finds the pods itself; leave them out",
    ingress:
      "cannot be done: Google sends requests to pods, not to another Ingress; give service or spec",
  },
  gcp: {
    failoverOrder: `cannot be done: Google's load balancer ${nearest}; use backend "haproxy" or "dns"`,
    shares: `cannot be done: Google's load balancer ${nearest}; 0 (drained) and one same number for all others are possible, or backend "haproxy" or "gateway"`,
    addresses: "have no use: the groups of gcp.backends are what it sends to; leave them out",
    hostCluster: "has no use: the load balancer is in no cluster; leave it out",
    ingress: "cannot be done: it sends requests to groups of nodes or pods; give service or spec",
  },
};

/** Everything that keeps the chosen backend from serving what is asked; nothing for one that is not known. */
export function backendIssues(question: BackendQuestion): Issue[] {
  const backend = multiClusterBackends.find((each) => each === question.request.backend);
  if (backend === undefined) return [];
  return [
    ...wishesOf(question).flatMap(({ wish, path }) => {
      const why = limits[backend][wish];
      return why === undefined ? [] : [backendIssue(path, `${why} (backend "${backend}")`)];
    }),
    ...othersSettings(question.request, backend),
    ...heldCertificates(question.request, backend),
    ...ownIssues(question, backend),
    ...wideWildcards(question, backend),
  ];
}

function ownIssues(question: BackendQuestion, backend: MultiClusterBackend): Issue[] {
  switch (backend) {
    case "haproxy":
      return [];
    case "gateway":
      return gatewayIssues(question);
    case "dns":
      return dnsIssues(question);
    case "gke":
      return gkeIssues(question);
    case "gcp":
      return gcpIssues(question);
  }
}

function wishesOf({ request, serving }: BackendQuestion): { wish: Wish; path: string }[] {
  const { services, certificates, addressed, hostCluster } = request;
  const asked: Readonly<Record<Wish, boolean>> = {
    failoverOrder: request.failoverOrder !== undefined,
    healthCheck: request.healthCheck !== undefined,
    affinity: request.affinity === "cookie",
    redirectToHttps: request.redirectToHttps === true,
    certificates: certificates.length > 0,
    addresses: addressed.length > 0,
    hostCluster: hostCluster !== undefined,
    ingress: services.some(({ kind }) => kind === "Ingress"),
    shares: areUneven(request, serving),
  };
  const path = (wish: Wish): string =>
    wish === "shares" ? (request.replicas === undefined ? "weights" : "weightsFrom") : wish;
  return (Object.keys(asked) as Wish[])
    .filter((wish) => asked[wish])
    .map((wish) => ({ wish, path: path(wish) }));
}

/** Whether clusters that are not drained differ in what they get. */
function areUneven({ weights, replicas }: IngressRequest, serving: readonly string[]): boolean {
  const given = replicas ?? weights;
  if (given === undefined) return false;
  const counts = serving.map((cluster) => ownValue(given, cluster) ?? ownValue(given, "*") ?? 0);
  return new Set(counts.filter((count) => count !== 0)).size > 1;
}

function othersSettings({ settings = {} }: IngressRequest, backend: MultiClusterBackend): Issue[] {
  const given = [
    ...multiClusterBackends.map((each) => [each, each] as const),
    ["records", "dns"] as const,
  ];
  return given
    .filter(([field, owner]) => owner !== backend && settings[field] !== undefined)
    .map(([field, owner]) =>
      backendIssue(
        field,
        `belongs to backend "${owner}", the backend is "${backend}"; leave it out`,
      ),
    );
}

/** A Secret can be read where there is a cluster to read it in. */
function heldCertificates(
  { certificateSecrets = {}, hostCluster }: IngressRequest,
  backend: MultiClusterBackend,
): Issue[] {
  if (hostCluster !== undefined || backend === "dns") return [];
  const hosts = backend === "gcp" ? "" : "hostCluster, or ";
  return Object.keys(certificateSecrets)
    .sort(compareText)
    .map((certificate) =>
      backendIssue(
        `certificates["${certificate}"].secretName`,
        `is a Secret's in the host cluster, and there is none; give ${hosts}certificate and key (backend "${backend}")`,
      ),
    );
}

/** An Ingress's wildcard is for one label; only HAProxy is told so. */
function wideWildcards({ rules }: BackendQuestion, backend: MultiClusterBackend): Issue[] {
  if (backend === "haproxy") return [];
  const wide = [...new Set(rules.routes.map(({ host }) => host))]
    .filter((host) => host.startsWith("*."))
    .sort(compareText);
  return wide.map((host) => ({
    ...backendIssue(
      "",
      `"${host}" stands for names of several labels more too with backend "${backend}"`,
    ),
    severity: "warning" as const,
  }));
}

/** Whether requests go elsewhere by themselves when a cluster fails, by what, and how soon. */
export function ingressFailsOver(request: IngressRequest, check: PlannedCheck): FailsOver {
  const { backend, settings } = request;
  if (backend === "gateway") return gatewayFailsOver;
  if (backend === "gke") return gkeFailsOver;
  if (backend === "dns" && settings?.dns !== undefined)
    return failsOver(settings.dns, recordPolicy(request));
  const isOfGcp = backend === "gcp";
  const asked = check.path === undefined && !isOfGcp ? "a connection" : `GET ${check.path ?? "/"}`;
  const because = `${asked} every ${check.intervalSeconds} s, down after ${check.unhealthyThreshold} ${check.unhealthyThreshold === 1 ? "failure" : "failures"}: about ${Number(noticeSeconds(check).toFixed(1))} s`;
  return { byItself: true, because };
}

const gatewayFailsOver: FailsOver = {
  byItself: false,
  because:
    "the Gateway API has no health checks: a cluster that fails gets its share of the requests until its weight is 0",
};

const gkeFailsOver: FailsOver = {
  byItself: true,
  because: "Google's load balancer sends requests to pods that are ready, wherever they are",
};
