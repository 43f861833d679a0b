import type { Issue } from "../issue";
import { type Decision, type EndpointPlan, planOf } from "./endpointPlan";
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

/**
 * The names of a Service in several clusters. With `P = <externalName or name>.<namespace>.<domainRef>.svc`:
 * global `P.<domain>`, region `P.<region>.<domain>`, zone `P.<zone>.<region>.<domain>`.
 *
 * - A name has the targets of all clusters at its level: A, AAAA, or a CNAME to a lone host.
 * - A name whose clusters have none is a CNAME to the level above.
 * - No targets anywhere: nothing is published, for every alias would lead nowhere.
 *
 * Source: KubeFed v0.6.1 pkg/controller/dnsendpoint/service.go, without its defects.
 *
 * @example
 * serviceEndpoints({ name: "web", namespace: "shop", spec: { domainRef: "fed" }, status: { domain: "a.test", dns: [{ cluster: "c", region: "eu", loadBalancer: [{ ip: "10.0.0.1" }] }] } }).because
 * //=> { "web.shop.fed.svc.a.test": 'the global name of "c" has 1 address', "web.shop.fed.svc.eu.a.test": 'region "eu" of "c" has 1 address' }
 */
export function serviceEndpoints(record: ServiceDnsRecord): EndpointPlan {
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
  const decisions = decideLevels(record, levels);
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

function decideLevels(
  { name, spec, addresses = {} }: ServiceDnsRecord,
  levels: readonly Level[],
): Decision[] {
  const hasExternalName = (spec.externalName ?? "") !== "";
  // So that the Service can still be found from its records.
  const labels = hasExternalName ? { serviceName: name } : undefined;
  const ownNames = levels.map(({ dnsName }) => dnsName);
  return levels.map((level) => decide({ level, ownNames, hostAddresses: addresses, labels }));
}

/**
 * The hosts of an Ingress in several clusters: each has the targets of all clusters.
 *
 * - A lone host name as target becomes a CNAME, except at a zone's apex, where its addresses do.
 * - No targets: no record. A host outside `zones` is an error that names the zones.
 *
 * Source: KubeFed v0.6.1 pkg/controller/dnsendpoint/ingress.go, which checked no zone.
 *
 * @example
 * ingressEndpoints({ spec: { hosts: ["shop.a.test"] }, status: { dns: [{ cluster: "c", loadBalancer: [{ ip: "::1" }] }] } }).endpoints
 * //=> [{ dnsName: "shop.a.test", recordType: "AAAA", targets: ["::1"], recordTTL: 180 }]
 */
export function ingressEndpoints(record: IngressDnsRecord): EndpointPlan {
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
  const decisions = hosts.map((host) =>
    decideHost({ host, hosts, zones, targets, hostAddresses: addresses }),
  );
  return planOf({ decisions, recordTTL: spec.recordTTL, issues });
}

function decideHost(of: {
  readonly host: string;
  readonly hosts: readonly string[];
  readonly zones: readonly string[] | undefined;
  readonly targets: Targets;
  readonly hostAddresses: HostAddresses;
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
  const { targets, hostAddresses, hosts } = of;
  const chosen = recordsFor({
    dnsName: name,
    targets,
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
  readonly ownNames: readonly string[];
  readonly hostAddresses: HostAddresses;
  readonly labels: Readonly<Record<string, string>> | undefined;
}): Decision {
  const { level, ownNames, hostAddresses, labels } = of;
  const { dnsName, targets, above } = level;
  const subject = `${level.title} of ${level.clusters.map((cluster) => `"${cluster}"`).join(", ")}`;
  if (!hasTargets(targets) && above !== undefined) {
    const because = `${subject} has no targets and points to the level above`;
    return { dnsName, records: { CNAME: [above] }, because, labels };
  }
  const chosen = recordsFor({ dnsName, targets, ownNames, hostAddresses, mayHaveCname: true });
  return { ...chosen, dnsName, because: `${subject} ${chosen.because}`, labels };
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
