/*
 * Which records there are to be: names by domain, region and zone, targets, owners, time to live.
 * Source: KubeFed's DNS controllers and external-dns.
 */

import type { Issue } from "../../issue";
import { compareText } from "../../plain/text";
import { type Answer, type Decision, type EndpointPlan, planOf } from "./endpointPlan";
import { type ClusterDns, type Level, serviceLevels } from "./levels";
import { canonicalName, closestZone, parseDnsName } from "./names";
import { type HostAddresses, mergeTargets, readTargets, recordsFor, type Targets } from "./targets";

/** A ServiceDNSRecord: what KubeFed's object of that kind held in its spec and status. */
export interface ServiceDnsRecord {
  /** Name and namespace of the Service. */
  readonly name: string;
  readonly namespace: string;
  readonly spec: {
    /** The federation's label in the names; in KubeFed the name of the Domain object. */
    readonly domainRef: string;
    /** Seconds; 0 counts as not given. @default 180 */
    readonly recordTTL?: number;
    /** Adds `<dnsPrefix>.<domain>` as an alias of the global name. @default no alias */
    readonly dnsPrefix?: string;
    /** Stands for the Service's name in all names. @default the Service's name */
    readonly externalName?: string;
  };
  readonly status: {
    readonly domain?: string;
    readonly dns?: readonly ClusterDns[];
  };
  /** Where load balancer hosts lead now; asked only when a name cannot be their alias. @default {} */
  readonly addresses?: HostAddresses;
}

/** An IngressDNSRecord: the hosts of an Ingress and its load balancers in each cluster. */
export interface IngressDnsRecord {
  readonly spec: {
    readonly hosts: readonly string[];
    /** Seconds; 0 counts as not given. @default 180 */
    readonly recordTTL?: number;
  };
  readonly status: { readonly dns?: readonly ClusterDns[] };
  /** Hosts must be in one of these zones. @default hosts are not checked */
  readonly zones?: readonly string[];
  /** As in ServiceDnsRecord. @default {} */
  readonly addresses?: HostAddresses;
}

/** A name that some clusters can serve. */
export interface NameToAnswer {
  readonly dnsName: string;
  /** Sorted; those without targets as well. */
  readonly clusters: readonly string[];
  /** What the clusters have, together. */
  readonly targets: Targets;
  /** The clusters of the levels above, nearest first, each once. */
  readonly fallbacks: readonly (readonly string[])[];
  /** Names that an alias must not lead to. */
  readonly ownNames: readonly string[];
  readonly hostAddresses: HostAddresses;
  readonly mayHaveCname: boolean;
}

/** Decides what a name with targets is answered with. */
export type AnswerName = (name: NameToAnswer) => Answer;

/**
 * The names of a Service in several clusters. With `P = <externalName or name>.<namespace>.<domainRef>.svc`:
 * global `P.<domain>`, region `P.<region>.<domain>`, zone `P.<zone>.<region>.<domain>`.
 *
 * - A name has the targets of all clusters at its level: A, AAAA, or a CNAME to a lone host.
 * - A name whose clusters have none is a CNAME to the level above.
 * - No targets anywhere: nothing is published, for every alias would lead nowhere.
 * - `answer` decides what a name with targets is answered with: by default with all of them.
 *
 * Source: KubeFed v0.6.1 pkg/controller/dnsendpoint/service.go, without its defects.
 *
 * @example
 * serviceEndpoints({ name: "web", namespace: "shop", spec: { domainRef: "fed" }, status: { domain: "a.test", dns: [{ cluster: "c", region: "eu", loadBalancer: [{ ip: "10.0.0.1" }] }] } }).because
 * //=> { "web.shop.fed.svc.a.test": 'the global name of "c" has 1 address', "web.shop.fed.svc.eu.a.test": 'region "eu" of "c" has 1 address' }
 */
export function serviceEndpoints(
  record: ServiceDnsRecord,
  answer: AnswerName = recordsFor,
): EndpointPlan {
  const { spec, status } = record;
  const domain = canonicalName(status.domain ?? "");
  if (domain === "") {
    return nothing({ code: "dns-zone", path: "status.domain", message: "no domain is known" });
  }
  const prefix = prefixOf(record);
  const { levels, issues } = serviceLevels({ prefix, domain, clusters: status.dns ?? [] });
  const top = levels.find(({ above }) => above === undefined);
  if (top === undefined || !hasTargets(top.targets)) {
    const message = `no cluster has a load balancer address for "${prefix}.${domain}"`;
    return nothing({ code: "dns-no-targets", path: "status.dns", message }, issues);
  }
  const decisions = decideLevels({ record, levels, answer });
  const { dnsPrefix = "", recordTTL } = spec;
  if (dnsPrefix === "") return planOf({ decisions, recordTTL, issues });
  const ownNames = levels.map(({ dnsName }) => dnsName);
  const alias = aliasOf({ prefix: dnsPrefix, domain, global: top.dnsName, ownNames });
  return planOf({ decisions: [...decisions, alias], recordTTL, issues });
}

function prefixOf({ name, namespace, spec }: ServiceDnsRecord): string {
  const { externalName = "", domainRef } = spec;
  return [externalName === "" ? name : externalName, namespace, domainRef, "svc"].join(".");
}

function decideLevels(of: {
  readonly record: ServiceDnsRecord;
  readonly levels: readonly Level[];
  readonly answer: AnswerName;
}): Decision[] {
  const { levels, answer } = of;
  const { name, spec, addresses = {} } = of.record;
  const hasExternalName = (spec.externalName ?? "") !== "";
  // So that the Service can still be found from its records.
  const labels = hasExternalName ? { serviceName: name } : undefined;
  const ownNames = levels.map(({ dnsName }) => dnsName);
  return levels.map((level) =>
    decide({ level, levels, ownNames, hostAddresses: addresses, labels, answer }),
  );
}

/**
 * The hosts of an Ingress in several clusters: each has the targets of all clusters.
 *
 * - A lone host name as target becomes a CNAME, except at a zone's apex, where its addresses do.
 * - No targets: no record. A host outside `zones` is an error that names the zones.
 * - `answer` as in serviceEndpoints.
 *
 * Source: KubeFed v0.6.1 pkg/controller/dnsendpoint/ingress.go, which checked no zone.
 *
 * @example
 * ingressEndpoints({ spec: { hosts: ["shop.a.test"] }, status: { dns: [{ cluster: "c", loadBalancer: [{ ip: "::1" }] }] } }).endpoints
 * //=> [{ dnsName: "shop.a.test", recordType: "AAAA", targets: ["::1"], recordTTL: 180 }]
 */
export function ingressEndpoints(
  record: IngressDnsRecord,
  answer: AnswerName = recordsFor,
): EndpointPlan {
  const { spec, status, zones, addresses = {} } = record;
  const parts = (status.dns ?? []).map(({ cluster, loadBalancer = [] }) =>
    readTargets({ loadBalancer, path: `status.dns["${cluster}"].loadBalancer` }),
  );
  const targets = mergeTargets(parts);
  const issues = parts.flatMap((part) => part.issues);
  if (spec.hosts.length === 0) return planOf({ decisions: [], recordTTL: spec.recordTTL, issues });
  if (!hasTargets(targets)) {
    return nothing(
      {
        code: "dns-no-targets",
        path: "status.dns",
        message: "no cluster has a load balancer address",
      },
      issues,
    );
  }
  const hosts = [...new Set(spec.hosts.map(canonicalName))];
  const clusters = (status.dns ?? []).map(({ cluster }) => cluster).sort(compareText);
  const decisions = hosts.map((host) =>
    decideHost({ host, hosts, zones, targets, clusters, hostAddresses: addresses, answer }),
  );
  return planOf({ decisions, recordTTL: spec.recordTTL, issues });
}

function decideHost(of: {
  readonly host: string;
  readonly hosts: readonly string[];
  readonly zones: readonly string[] | undefined;
  readonly targets: Targets;
  readonly clusters: readonly string[];
  readonly hostAddresses: HostAddresses;
  readonly answer: AnswerName;
}): Decision {
  const path = `spec.hosts["${of.host}"]`;
  const { name, problem } = parseDnsName(of.host);
  if (problem !== undefined) {
    return refused(of.host, { code: "dns-name", path, message: problem });
  }
  const zone = of.zones && closestZone({ name, zones: of.zones });
  if (of.zones !== undefined && zone === undefined) {
    const known = of.zones.map((each) => `"${each}"`).join(", ");
    return refused(name, {
      code: "dns-zone",
      path,
      message: `"${name}" is in none of the zones ${known}`,
    });
  }
  const mayHaveCname = zone === undefined || canonicalName(zone) !== name;
  const { targets, clusters, hostAddresses, hosts } = of;
  const chosen = of.answer({
    dnsName: name,
    clusters,
    targets,
    fallbacks: [],
    ownNames: hosts,
    hostAddresses,
    mayHaveCname,
  });
  return { ...chosen, dnsName: name };
}

function refused(dnsName: string, issue: Issue): Decision {
  return { dnsName, records: {}, because: issue.message, issues: [issue] };
}

function hasTargets({ addresses, hosts }: Targets): boolean {
  return addresses.length + hosts.length > 0;
}

function decide(of: {
  readonly level: Level;
  readonly levels: readonly Level[];
  readonly ownNames: readonly string[];
  readonly hostAddresses: HostAddresses;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly answer: AnswerName;
}): Decision {
  const { level, ownNames, hostAddresses, labels } = of;
  const { dnsName, clusters, targets, above } = level;
  const subject = `${level.title} of ${level.clusters.map((cluster) => `"${cluster}"`).join(", ")}`;
  if (!hasTargets(targets) && above !== undefined) {
    const because = `${subject} has no targets and points to the level above`;
    return { dnsName, records: { CNAME: [above] }, because, labels };
  }
  const fallbacks = fallbacksOf(level, of.levels);
  const name = { dnsName, clusters, targets, fallbacks, ownNames, hostAddresses };
  const chosen = of.answer({ ...name, mayHaveCname: true });
  return { ...chosen, dnsName, because: `${subject} ${chosen.because}`, labels };
}

function fallbacksOf(level: Level, levels: readonly Level[]): string[][] {
  const seen = new Set(level.clusters);
  const fallbacks: string[][] = [];
  const named = (name: string | undefined): Level | undefined =>
    levels.find(({ dnsName }) => dnsName === name);
  let above = named(level.above);
  while (above !== undefined) {
    fallbacks.push(above.clusters.filter((cluster) => !seen.has(cluster)));
    for (const cluster of above.clusters) seen.add(cluster);
    above = named(above.above);
  }
  return fallbacks.filter((clusters) => clusters.length > 0);
}

function aliasOf(of: {
  readonly prefix: string;
  readonly domain: string;
  readonly global: string;
  readonly ownNames: readonly string[];
}): Decision {
  const text = `${of.prefix}.${of.domain}`;
  const { name = canonicalName(text), problem } = parseDnsName(text);
  const taken = of.ownNames.includes(name);
  const message = problem ?? `"${name}" is already a name of this record; leave dnsPrefix out`;
  const wrong = problem !== undefined || taken;
  return {
    dnsName: name,
    records: wrong ? {} : { CNAME: [of.global] },
    because: wrong ? message : "dnsPrefix is an alias of the global name",
    issues: wrong
      ? [{ code: taken ? "dns-conflict" : "dns-name", path: "spec.dnsPrefix", message }]
      : [],
  };
}

function nothing(issue: Issue, others: readonly Issue[] = []): EndpointPlan {
  const warning: Issue = {
    ...issue,
    severity: "warning",
    message: `${issue.message}; nothing is published`,
  };
  return planOf({ decisions: [], recordTTL: undefined, issues: [...others, warning] });
}
