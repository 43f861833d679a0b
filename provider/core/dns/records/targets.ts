import type { Issue } from "../../issue";
import { compareText } from "../../plain/text";
import { describeValue } from "../../plain/valueKind";
import { parseAddress } from "./address";
import type { RecordType } from "./endpoint";
import { parseDnsName } from "./names";

/** One entry of `status.loadBalancer.ingress` of a Service or an Ingress. */
export interface LoadBalancerIngress {
  readonly ip?: string;
  readonly hostname?: string;
}

/** Addresses that host names had when they were looked up, by host name. */
export type HostAddresses = Readonly<Record<string, readonly string[]>>;

/** What can be reached in one cluster or several: addresses and host names, canonical. */
export interface Targets {
  readonly addresses: readonly string[];
  readonly hosts: readonly string[];
}

/** The records that make one name lead to its targets, in a form that DNS allows. */
export interface TargetRecords {
  readonly records: Readonly<Partial<Record<RecordType, readonly string[]>>>;
  /** What was decided and why, for people. */
  readonly because: string;
  readonly issues: readonly Issue[];
}

/**
 * Reads load balancer entries. An entry may hold an address, a host name or both; an address given
 * as host name counts as address. What is neither becomes an issue at `path`.
 *
 * @example
 * readTargets({ loadBalancer: [{ ip: "10.0.0.1" }, { hostname: "LB.example.net" }], path: "eu" })
 * //=> { addresses: ["10.0.0.1"], hosts: ["lb.example.net"], issues: [] }
 */
export function readTargets(of: {
  readonly loadBalancer: readonly LoadBalancerIngress[];
  readonly path: string;
}): Targets & { readonly issues: readonly Issue[] } {
  const addresses = new Set<string>();
  const hosts = new Set<string>();
  const issues: Issue[] = [];
  const wrong = (message: string): number =>
    issues.push({ code: "dns-target", path: of.path, message });
  for (const { ip, hostname } of of.loadBalancer) {
    if (ip !== undefined && ip !== "") {
      const address = parseAddress(ip);
      if (address === undefined) wrong(`${describeValue(ip)} is not an IPv4 or IPv6 address`);
      else addresses.add(address.text);
    }
    if (hostname !== undefined && hostname !== "") {
      const address = parseAddress(hostname);
      const host = parseDnsName(hostname);
      if (address !== undefined) addresses.add(address.text);
      else if (host.problem !== undefined) wrong(`the host name ${host.problem}`);
      else hosts.add(host.name);
    }
  }
  return { addresses: sorted(addresses), hosts: sorted(hosts), issues };
}

/** The targets of several clusters as one, each once, in code-unit order. */
export function mergeTargets(all: readonly Targets[]): Targets {
  return {
    addresses: sorted(new Set(all.flatMap(({ addresses }) => addresses))),
    hosts: sorted(new Set(all.flatMap(({ hosts }) => hosts))),
  };
}

/**
 * Chooses the records of one name:
 *
 * | targets | records |
 * |---|---|
 * | addresses | A and AAAA |
 * | one host name, nothing else | CNAME, so the name follows the load balancer |
 * | host names and more, or a name that may have no CNAME | A and AAAA; the hosts' addresses of now are frozen into them, with a warning |
 *
 * A host whose addresses are needed and not given is an error; no records are given then. A CNAME
 * to one of `ownNames` would be a loop and is an error too.
 *
 * @example
 * recordsFor({ dnsName: "web.test", targets: { addresses: [], hosts: ["lb.example.net"] }, ownNames: ["web.test"], hostAddresses: {}, mayHaveCname: true }).records
 * //=> { CNAME: ["lb.example.net"] }
 */
export function recordsFor(question: {
  readonly dnsName: string;
  readonly targets: Targets;
  readonly ownNames: readonly string[];
  readonly hostAddresses: HostAddresses;
  /** False at a zone's apex (RFC 1912 §2.4). */
  readonly mayHaveCname: boolean;
}): TargetRecords {
  const { dnsName, targets, ownNames } = question;
  const loops = targets.hosts.filter((host) => ownNames.includes(host));
  if (loops.length > 0) return failed(loops.map((host) => loopIssue(dnsName, host)));
  const [only] = targets.hosts;
  if (only !== undefined && targets.hosts.length === 1 && targets.addresses.length === 0) {
    if (question.mayHaveCname) {
      return {
        records: { CNAME: [only] },
        because: `its only target is the host "${only}"`,
        issues: [],
      };
    }
  }
  return addressRecords(question);
}

function addressRecords(question: Parameters<typeof recordsFor>[0]): TargetRecords {
  const { dnsName, targets, hostAddresses } = question;
  const hosts = targets.hosts.map((host) => ({ host, found: lookUp(host, hostAddresses) }));
  const issues = hosts.map(({ host, found }) =>
    found.length === 0 ? unresolvedIssue(dnsName, host) : frozenIssue(dnsName, host),
  );
  if (hosts.some(({ found }) => found.length === 0)) return failed(issues);
  const all = sorted(new Set([...targets.addresses, ...hosts.flatMap(({ found }) => found)]));
  const v4 = all.filter((address) => !address.includes(":"));
  const v6 = all.filter((address) => address.includes(":"));
  return {
    records: { ...(v4.length > 0 && { A: v4 }), ...(v6.length > 0 && { AAAA: v6 }) },
    because: `has ${all.length} ${all.length === 1 ? "address" : "addresses"}`,
    issues,
  };
}

/** A host's addresses; none if it is not known or one of them is no address. */
function lookUp(host: string, hostAddresses: HostAddresses): string[] {
  const given = Object.hasOwn(hostAddresses, host) ? (hostAddresses[host] ?? []) : [];
  const addresses = given.flatMap((text) => parseAddress(text)?.text ?? []);
  return addresses.length === given.length ? addresses : [];
}

function unresolvedIssue(dnsName: string, host: string): Issue {
  return {
    code: "dns-unresolved-host",
    path: `addresses["${host}"]`,
    message: `the load balancer host "${host}" has no known address, and "${dnsName}" cannot be an alias of it; give its addresses or leave its cluster out`,
  };
}

function frozenIssue(dnsName: string, host: string): Issue {
  return {
    code: "dns-frozen-host",
    path: `addresses["${host}"]`,
    severity: "warning",
    message: `"${dnsName}" cannot be an alias of "${host}" alone, so the addresses it has now are published; they are looked up again when the program runs next`,
  };
}

function failed(issues: readonly Issue[]): TargetRecords {
  return { records: {}, because: "has targets that cannot be published", issues };
}

function loopIssue(dnsName: string, host: string): Issue {
  return {
    code: "dns-target",
    path: `addresses["${host}"]`,
    message: `"${dnsName}" would lead to "${host}", which is itself a name of this record; a load balancer must have a name of its own`,
  };
}

function sorted(texts: Iterable<string>): string[] {
  return [...texts].sort(compareText);
}
