/*
 * How names are answered: policies, what a server or a cloud can do of them, and what they compile to.
 */

import { errorsOf, sortIssues } from "../../issue";
import type { Endpoint } from "../records/endpoint";
import type { EndpointPlan } from "../records/endpointPlan";
import {
  type IngressDnsRecord,
  ingressEndpoints,
  type ServiceDnsRecord,
  serviceEndpoints,
} from "../records/endpoints";
import type { ClusterDns } from "../records/levels";
import type { FailsOver, PolicySettings } from "./policy";
import { answerBy, type PolicyAt } from "./policyAnswers";
import { failsOver, usualTtlSeconds } from "./policyBackends";
import { validatePolicy } from "./policyRules";
import { weightOf } from "./policyTiers";
import { readTargets, type Targets } from "../records/targets";

/**
 * Endpoints that do what a policy says, and whether that goes on without us: plain records, LUA
 * records for PowerDNS, or sets with identifiers and properties for external-dns. What a backend cannot
 * do is an issue and never done in part; `groupByName` makes record sets for a name server of them.
 *
 * - TTL: as given, else 30 s where something checks the clusters, else 180 s.
 */
export interface PolicyPlan extends EndpointPlan {
  readonly failsOver: FailsOver;
}

/**
 * `serviceEndpoints` under a policy: the global name, each region's and each zone's follow it among
 * their own clusters. Names without targets are aliases of the level above, as are those whose
 * clusters are all drained.
 *
 * - Where PowerDNS checks addresses, a region or zone that fails is answered with the clusters of the
 *   level above, without anybody's help.
 *
 * @example
 * compileServicePolicy({ backend: "bind", settings: { policy: "geo", geo: { eu: { isDefault: true } } }, record: { name: "web", namespace: "shop", spec: { domainRef: "fed" }, status: { domain: "a.test", dns: [{ cluster: "eu" }] } } }).issues.map(({ path }) => path)
 * //=> ["policy"]
 */
export function compileServicePolicy(
  question: PolicyAt & {
    readonly record: ServiceDnsRecord;
    /** All that settings may name. @default those of the record's status */
    readonly clusters?: readonly string[];
  },
): PolicyPlan {
  const { record, settings } = question;
  const { dns = [] } = record.status;
  const ttlSeconds = record.spec.recordTTL;
  const { clusters = dns.map(({ cluster }) => cluster) } = question;
  return compile(question, { clusters, ttlSeconds }, (recordTTL) => {
    const status = { ...record.status, dns: withoutDrained(dns, settings) };
    const answer = answerBy(question, targetsOf(dns));
    return serviceEndpoints({ ...record, spec: { ...record.spec, recordTTL }, status }, answer);
  });
}

/**
 * `ingressEndpoints` under a policy, which each host follows among all clusters.
 *
 * @example
 * compileIngressPolicy({ backend: "knot", settings: {}, record: { spec: { hosts: ["a.test"] }, status: { dns: [{ cluster: "eu", loadBalancer: [{ ip: "10.0.0.1" }] }] } } }).failsOver.byItself
 * //=> false
 */
export function compileIngressPolicy(
  question: PolicyAt & {
    readonly record: IngressDnsRecord;
    /** As in compileServicePolicy. */
    readonly clusters?: readonly string[];
  },
): PolicyPlan {
  const { record } = question;
  const { dns = [] } = record.status;
  const { clusters = dns.map(({ cluster }) => cluster) } = question;
  return compile(question, { clusters, ttlSeconds: record.spec.recordTTL }, (recordTTL) => {
    const answer = answerBy(question, targetsOf(dns));
    return ingressEndpoints({ ...record, spec: { ...record.spec, recordTTL } }, answer);
  });
}

function compile(
  at: PolicyAt,
  of: { readonly clusters: readonly string[]; readonly ttlSeconds: number | undefined },
  planNames: (recordTTL: number) => EndpointPlan,
): PolicyPlan {
  const outlook = failsOver(at, at.settings);
  const issues = validatePolicy({ ...at, clusters: of.clusters });
  if (errorsOf(issues).length > 0) {
    return { endpoints: [], because: {}, issues, failsOver: outlook };
  }
  const { ttlSeconds = 0 } = of;
  const recordTTL = ttlSeconds === 0 ? usualTtlSeconds(at, at.settings) : ttlSeconds;
  const plan = planNames(recordTTL);
  const { providerSpecific = {} } = at.settings;
  const endpoints = plan.endpoints.map((endpoint) => withProperties(endpoint, providerSpecific));
  return {
    ...plan,
    endpoints,
    issues: sortIssues([...issues, ...plan.issues]),
    failsOver: outlook,
  };
}

/** A drained cluster has no targets, so its names lead to the level above; unless all are drained. */
function withoutDrained(
  dns: readonly ClusterDns[],
  { policy, weights }: PolicySettings,
): readonly ClusterDns[] {
  if (policy !== "weighted") return dns;
  const isDrained = ({ cluster }: ClusterDns): boolean => weightOf(weights, cluster) === 0;
  const mayAnswer = dns.some((each) => !isDrained(each) && (each.loadBalancer ?? []).length > 0);
  if (!mayAnswer) return dns;
  return dns.map((each) => (isDrained(each) ? { ...each, loadBalancer: [] } : each));
}

function targetsOf(dns: readonly ClusterDns[]): Map<string, Targets> {
  return new Map(
    dns.map(({ cluster, loadBalancer = [] }) => [
      cluster,
      // What is wrong with them is said once, where the names are laid out.
      readTargets({ loadBalancer, path: "" }),
    ]),
  );
}

function withProperties(
  endpoint: Endpoint,
  properties: Readonly<Record<string, string>>,
): Endpoint {
  const given = Object.keys(properties)
    .sort()
    .map((name) => ({ name, value: properties[name] ?? "" }));
  const all = [...(endpoint.providerSpecific ?? []), ...given];
  return all.length === 0 ? endpoint : { ...endpoint, providerSpecific: all };
}
