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
import { planIngressRecord } from "../../core/dns/policy/recordPlan";
import type { Endpoint } from "../../core/dns/records/endpoint";
import { ingressNames } from "../../core/dns/records/publishedNames";
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

/** Arguments of an IngressDNSRecord; all plain, so that the names are known at preview. */
export interface IngressDNSRecordArgs extends PolicySettings {
  /** The federated Ingress whose hosts are published. */
  ingress: FederatedObject<k8s.networking.v1.Ingress>;
  /** Each leads to the load balancers of all clusters. */
  hosts: readonly string[];
  /** Where the records are written. */
  dns: DnsProvider;
  /** How long resolvers may remember an answer. @default 180, or 30 where something checks the clusters */
  ttlSeconds?: number;
  /** Whether the addresses of clusters that do not answer are left out or kept. @default "omit" */
  unhealthy?: Unhealthy;
  /** Takes over records that are there already, of another owner or of nobody. @default false */
  adopt?: boolean;
}

/** Who takes part in a record, as KubeFed's objects said it. */
export type IngressDNSRecordStatus = RecordStatus;

/**
 * The hosts of a federated Ingress: each has the addresses of all clusters that answer.
 *
 * Names change with the next update, unless their policy makes the name server check the clusters;
 * `failsOver` says which of the two it is.
 */
export class IngressDNSRecord extends pulumi.ComponentResource {
  /** The hosts, sorted. Plain. */
  readonly names: readonly string[];
  readonly endpoints: pulumi.Output<readonly Endpoint[]>;
  readonly status: pulumi.Output<IngressDNSRecordStatus>;
  /** Whether answers change by themselves when a cluster fails. Plain. */
  readonly failsOver: FailsOver;
  /** The record set of every host; none with external-dns. */
  readonly records: Readonly<Record<string, DnsRecordSet>>;

  constructor(name: string, args: IngressDNSRecordArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:IngressDNSRecord", name, {}, componentOptions(opts));
    const { ingress, hosts, dns, unhealthy, adopt } = args;
    const answering = { ...dns.policyBackend, settings: pick(args, policySettingNames) };
    const { ttlSeconds = usualTtlSeconds(answering, answering.settings) } = args;
    const subject = `IngressDNSRecord "${name}"`;
    const spec = {
      hosts,
      recordTTL: ttlSeconds,
      ...(dns.zone !== undefined && { zones: [dns.zone] }),
    };
    const { names, issues } = ingressNames(spec);
    const { namespace = "default" } = ingress.plan;
    const labels = { resource: `ingress/${namespace}/${ingress.plan.name}` };
    const claims = claimNames({ subject, dns, name, names, labels, adopt });
    const clusters = ingress.clusters.map((member) => member.name);
    const wrong = validatePolicy({ ...answering, clusters });
    const alone = ownClustersOnly(ingress, { path: "ingress", instead: recordsInstead });
    const gate = declare(this, subject, [
      ...validateOptions(opts),
      ...issues,
      ...claims,
      ...wrong,
      ...alone,
    ]);
    const plan = observeClusters(ingress, undefined).apply((observed) =>
      settlePlan({ component: this, subject }, (addresses) =>
        planIngressRecord({ ...spec, clusters: observed, unhealthy, addresses, answering }),
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
      clusters: ingress.clusters,
      ttlSeconds,
      labels,
      adopt,
      opts,
      gate,
    });
    this.endpoints = published.endpoints;
    this.status = published.status;
    this.records = published.records;
    const { endpoints, status } = this;
    this.registerOutputs({ names, endpoints, status, failsOver: this.failsOver });
  }
}
