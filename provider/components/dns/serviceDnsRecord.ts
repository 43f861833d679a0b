import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  type FailsOver,
  policySettingNames,
  type PolicySettings,
} from "../../core/dns/policy/policy";
import { pick } from "../../core/plain/records";
import { failsOver, usualTtlSeconds } from "../../core/dns/policy/policyBackends";
import { validatePolicy } from "../../core/dns/policy/policyRules";
import { planServiceRecord } from "../../core/dns/policy/recordPlan";
import type { Endpoint } from "../../core/dns/records/endpoint";
import { serviceNames } from "../../core/dns/records/publishedNames";
import type { Unhealthy } from "../../core/dns/records/status";
import type { DnsRecordSet } from "../../resources/recordSet/dnsRecordSet";
import { observeClusters } from "./clusterObservations";
import { claimNames, type DnsProvider } from "./dnsPublication";
import type { FederatedObject } from "../objects/federatedObject";
import { type FederatedOptions, validateOptions } from "../objects/federatedOptions";
import { declare } from "../../engine/program";
import { ownClustersOnly, recordsInstead } from "../clusters/elsewhere";
import { componentOptions } from "../declare/childOptions";
import { publishPlan, type RecordStatus, settlePlan } from "./recordAnswer";

/** Arguments of a ServiceDNSRecord; all plain, so that the names are known at preview. */
export interface ServiceDNSRecordArgs extends PolicySettings {
  /** The federated Service whose addresses are published. */
  service: FederatedObject<k8s.core.v1.Service>;
  /** What all names end with. */
  domain: string;
  /** Where the records are written. */
  dns: DnsProvider;
  /** The federation's label in the names; in KubeFed the name of the Domain object. @default "kubefed" */
  domainRef?: string;
  /** How long resolvers may remember an answer. @default 180, or 30 where something checks the clusters */
  ttlSeconds?: number;
  /** Adds `<dnsPrefix>.<domain>` as an alias of the global name. @default no alias */
  dnsPrefix?: string;
  /** Stands for the Service's name in all names. @default the Service's name */
  externalName?: string;
  /** Publishes clusters whose Service has no ready endpoint too. @default false */
  allowServiceWithoutEndpoints?: boolean;
  /**
   * Whether the addresses of clusters that do not answer or have no ready endpoint are left out, so that
   * their names point to the level above, or kept as last known. @default "omit"
   */
  unhealthy?: Unhealthy;
  /** Takes over records that are there already, of another owner or of nobody. @default false */
  adopt?: boolean;
}

/** Who takes part in a record, as KubeFed's objects said it. */
export interface ServiceDNSRecordStatus extends RecordStatus {
  readonly domain: string;
}

/**
 * The names of a federated Service: `<service>.<namespace>.<domainRef>.svc.<domain>` leads to all of
 * its clusters, `….<region>.<domain>` and `….<zone>.<region>.<domain>` to those there. A name whose
 * clusters have no address points to the level above.
 *
 * Names change with the next update, unless their policy makes the name server check the clusters;
 * `failsOver` says which of the two it is.
 *
 * @example
 * const service = new kubefed.FederatedService("web", {
 *   namespace: shop,
 *   template: { spec: { type: "LoadBalancer", ports: [{ port: 80 }] } },
 * });
 * const dns = new kubefed.Rfc2136Zone("bind", { server: "ns.example.com", zone: "example.com" });
 * const record = new kubefed.ServiceDNSRecord("web", { service, dns, domain: "example.com" });
 * record.names;
 * //=> ["web.shop.kubefed.svc.example.com"]
 */
export class ServiceDNSRecord extends pulumi.ComponentResource {
  /** All names, also those that hold nothing now. Plain, sorted. */
  readonly names: readonly string[];
  readonly endpoints: pulumi.Output<readonly Endpoint[]>;
  readonly status: pulumi.Output<ServiceDNSRecordStatus>;
  /** Whether answers change by themselves when a cluster fails. Plain. */
  readonly failsOver: FailsOver;
  /** The record set of every name; none with external-dns. */
  readonly records: Readonly<Record<string, DnsRecordSet>>;

  constructor(name: string, args: ServiceDNSRecordArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:ServiceDNSRecord", name, {}, componentOptions(opts));
    const { dns, domain, service, adopt, unhealthy, allowServiceWithoutEndpoints } = args;
    const subject = `ServiceDNSRecord "${name}"`;
    const identity = identityOf(args);
    const clusters = service.clusters.map((member) => ({
      cluster: member.name,
      region: member.region,
      zones: member.zones,
    }));
    const { names, issues } = serviceNames({ ...identity, domain, clusters });
    const labels = { resource: `service/${identity.namespace}/${identity.name}` };
    const claims = claimNames({ subject, dns, name, names, labels, adopt });
    const answering = { ...dns.policyBackend, settings: pick(args, policySettingNames) };
    const memberNames = clusters.map(({ cluster }) => cluster);
    const wrong = validatePolicy({ ...answering, clusters: memberNames });
    const alone = ownClustersOnly(service, { path: "service", instead: recordsInstead });
    const gate = declare(this, subject, [
      ...validateOptions(opts),
      ...issues,
      ...claims,
      ...wrong,
      ...alone,
    ]);
    const question = { component: this, name: identity.name, namespace: identity.namespace };
    const plan = observeClusters(service, question).apply((observed) =>
      settlePlan({ component: this, subject }, (addresses) =>
        planServiceRecord({
          ...identity,
          domain,
          clusters: observed,
          unhealthy,
          allowServiceWithoutEndpoints,
          addresses,
          answering,
        }),
      ),
    );
    this.names = names;
    this.failsOver = failsOver(answering, answering.settings);
    const published = publishPlan({
      parent: this,
      name,
      dns,
      names,
      plan,
      clusters: service.clusters,
      ttlSeconds: identity.spec.recordTTL,
      labels,
      adopt,
      opts,
      gate,
    });
    this.endpoints = published.endpoints;
    this.status = published.status.apply((known) => ({ domain, ...known }));
    this.records = published.records;
    const { endpoints, status } = this;
    const of = `${identity.namespace}/${identity.name}`;
    this.registerOutputs({ service: of, names, endpoints, status, failsOver: this.failsOver });
  }
}

function identityOf(args: ServiceDNSRecordArgs) {
  const { service, dns, domainRef = "kubefed", dnsPrefix, externalName } = args;
  const usual = usualTtlSeconds(dns.policyBackend, pick(args, policySettingNames));
  const { name, namespace = "default" } = service.plan;
  return {
    name,
    namespace,
    spec: {
      domainRef,
      recordTTL: args.ttlSeconds ?? usual,
      ...(dnsPrefix !== undefined && { dnsPrefix }),
      ...(externalName !== undefined && { externalName }),
    },
  };
}
