import { type Issue, sortIssues } from "../../issue";
import { compareText } from "../../plain/text";
import { isRecordType, type RecordType } from "./endpoint";
import type { EndpointPlan } from "./endpointPlan";
import {
  ingressEndpoints,
  type IngressDnsRecord,
  serviceEndpoints,
  type ServiceDnsRecord,
} from "./endpoints";
import { isWithinZone, parseDnsName } from "./names";
import { type Registry, validateRegistry } from "./txtOwner";

/** Where a member cluster is; plain, so that the names of its region and zones are known at preview. */
export interface ClusterPlace {
  readonly cluster: string;
  readonly region?: string | undefined;
  readonly zones?: readonly string[] | undefined;
}

/** The names that a record may ever have, sorted, and what is wrong with them. */
export interface PublishedNames {
  readonly names: readonly string[];
  readonly issues: readonly Issue[];
}

// Any address will do: which names there are does not depend on the targets.
const someTarget = [{ ip: "192.0.2.1" }];

/**
 * The names of a Service on some member clusters, whether they have targets now or not. A cluster
 * without region or zones is an error, as in KubeFed: some of its names would be missing.
 *
 * @example
 * serviceNames({ name: "web", namespace: "shop", spec: { domainRef: "fed" }, domain: "a.test", clusters: [{ cluster: "c", region: "eu", zones: ["eu1"] }] }).names
 * //=> ["web.shop.fed.svc.a.test", "web.shop.fed.svc.eu.a.test", "web.shop.fed.svc.eu1.eu.a.test"]
 */
export function serviceNames(
  of: Pick<ServiceDnsRecord, "name" | "namespace" | "spec"> & {
    readonly domain: string;
    readonly clusters: readonly ClusterPlace[];
  },
): PublishedNames {
  const { clusters, domain } = of;
  const dns = clusters.map(({ cluster, region = "", zones = [] }) => ({
    cluster,
    region,
    zones,
    loadBalancer: someTarget,
  }));
  const plan = serviceEndpoints({ ...of, status: { domain, dns } });
  const placeless = clusters.flatMap(({ cluster, region = "", zones = [] }): Issue[] =>
    region === "" || zones.length === 0
      ? [
          {
            code: "dns-location",
            path: "service",
            message: `member cluster "${cluster}" has no region or no zones, which are part of the names; give both to its KubeFedCluster`,
          },
        ]
      : [],
  );
  return namesOf(plan, placeless);
}

/**
 * The names of an Ingress: its hosts, checked against the zones.
 *
 * @example
 * ingressNames({ hosts: ["Shop.a.test"], zones: ["a.test"] })
 * //=> { names: ["shop.a.test"], issues: [] }
 */
export function ingressNames(of: {
  readonly hosts: readonly string[];
  readonly zones?: readonly string[];
  readonly recordTTL?: number;
}): PublishedNames {
  const { hosts, zones, recordTTL } = of;
  const record: IngressDnsRecord = {
    spec: { hosts, ...(recordTTL !== undefined && { recordTTL }) },
    status: { dns: [{ cluster: "any", loadBalancer: someTarget }] },
    ...(zones && { zones }),
  };
  return namesOf(ingressEndpoints(record), []);
}

/**
 * The name of records of any type, and what is wrong with it or with the types.
 *
 * @example
 * domainNames({ dnsName: "API.a.test.", records: { A: [] } })
 * //=> { names: ["api.a.test"], issues: [] }
 */
export function domainNames(of: {
  readonly dnsName: string;
  readonly records: Readonly<Record<string, unknown>>;
}): PublishedNames {
  const { name, problem } = parseDnsName(of.dnsName);
  const issues = Object.keys(of.records).flatMap((type): Issue[] =>
    isRecordType(type)
      ? []
      : [
          {
            code: "dns-record-type",
            path: `records.${type}`,
            message:
              "is no record type that can be written; allowed are A, AAAA, CNAME, LUA, MX, NS, PTR, SRV, TXT and TYPEnnn",
          },
        ],
  );
  return problem === undefined
    ? { names: [name], issues }
    : { names: [], issues: [{ code: "dns-name", path: "dnsName", message: problem }, ...issues] };
}

function namesOf({ because, issues }: EndpointPlan, more: readonly Issue[]): PublishedNames {
  return {
    names: Object.keys(because).sort(compareText),
    issues: sortIssues([...issues, ...more]),
  };
}

/** The types that a name of a Service or an Ingress can come to hold. */
const targetTypes: readonly RecordType[] = ["A", "AAAA", "CNAME"];

/**
 * What keeps names, or their owner records, from being written to a zone, whatever their targets
 * will be.
 *
 * @example
 * validateNames({ names: ["web.b.test"], zone: "a.test", registry: { ownerId: "me" }, labels: {} }).map(({ code }) => code)
 * //=> ["dns-zone"]
 */
export function validateNames(of: {
  readonly names: readonly string[];
  /** @default any */
  readonly zone: string | undefined;
  readonly registry: Registry;
  readonly labels: Readonly<Record<string, string>>;
  /** @default A, AAAA and CNAME */
  readonly recordTypes?: readonly RecordType[];
}): Issue[] {
  const { zone, registry, labels, recordTypes = targetTypes } = of;
  // What cannot be read was reported with the name itself.
  const names = of.names.filter((name) => parseDnsName(name).problem === undefined);
  const inside = names.filter((name) => zone === undefined || isWithinZone({ name, zone }));
  const outside = names
    .filter((name) => !inside.includes(name))
    .map((name): Issue => {
      const message = `"${name}" is not in the zone "${zone ?? ""}"`;
      return { code: "dns-zone", path: "dns.zone", message };
    });
  const records = inside.flatMap((dnsName) =>
    recordTypes.map((recordType) => ({ dnsName, recordType })),
  );
  return sortIssues([...outside, ...validateRegistry({ registry, labels, records, zone })]);
}
