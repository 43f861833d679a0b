import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  type ClusterDns,
  defaultTtlSeconds,
  type Endpoint,
  ingressNames,
  planIngressRecord,
} from "../core";
import type { DnsRecordSet } from "../dynamic/dnsRecordSet";
import { observeClusters } from "./clusterObservations";
import { claimNames, type DnsProvider, publish } from "./dnsPublication";
import type { FederatedObject } from "./federate";
import type { FederatedOptions } from "./federatedSettings";
import { declare } from "./program";
import { componentOptions } from "./propagate";
import { recordsOf, settlePlan } from "./recordAnswer";

/** Arguments of an IngressDNSRecord; all plain, so that the names are known at preview. */
export interface IngressDNSRecordArgs {
  ingress: FederatedObject<k8s.networking.v1.Ingress>;
  /** Each leads to the load balancers of all clusters. */
  hosts: string[];
  dns: DnsProvider;
  /** @default 180 */
  ttlSeconds?: number;
  /** Whether the addresses of clusters that do not answer are left out or kept. @default "omit" */
  unhealthy?: "omit" | "keep";
  /** Takes over records that are there already, of another owner or of nobody. @default false */
  adopt?: boolean;
}

/** Who takes part in a record, as KubeFed's objects said it. */
export interface IngressDNSRecordStatus {
  readonly dns: readonly ClusterDns[];
  /** By cluster and by name, why it is as it is. */
  readonly because: Readonly<Record<string, string>>;
}

/**
 * The hosts of a federated Ingress: each has the addresses of all clusters that answer.
 *
 * Names change with the next update, not by themselves: nothing here watches the clusters.
 */
export class IngressDNSRecord extends pulumi.ComponentResource {
  /** The hosts, sorted. Plain. */
  readonly names: readonly string[];
  readonly endpoints: pulumi.Output<readonly Endpoint[]>;
  readonly status: pulumi.Output<IngressDNSRecordStatus>;
  /** The record set of every host. */
  readonly records: Readonly<Record<string, DnsRecordSet>>;

  constructor(name: string, args: IngressDNSRecordArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:IngressDNSRecord", name, {}, componentOptions(opts));
    const { ingress, hosts, dns, ttlSeconds = defaultTtlSeconds, unhealthy, adopt } = args;
    const subject = `IngressDNSRecord "${name}"`;
    const spec = {
      hosts,
      recordTTL: ttlSeconds,
      ...(dns.zone !== undefined && { zones: [dns.zone] }),
    };
    const { names, issues } = ingressNames(spec);
    const { namespace = "default" } = ingress.plan;
    const labels = { resource: `ingress/${namespace}/${ingress.plan.name}` };
    const claims = claimNames({ subject, dns, names, labels });
    const gate = declare(this, subject, [...issues, ...claims]);
    const plan = observeClusters(ingress, undefined).apply((clusters) =>
      settlePlan({ component: this, subject }, (addresses) =>
        planIngressRecord({ ...spec, clusters, unhealthy, addresses }),
      ),
    );
    this.names = names;
    this.endpoints = plan.apply(({ endpoints }) => endpoints);
    this.status = plan.apply((known) => ({
      dns: known.dns,
      because: { ...known.clustersBecause, ...known.because },
    }));
    this.records = publish({
      parent: this,
      name,
      dns,
      names,
      records: plan.apply((known) => recordsOf(known, names)),
      ttlSeconds,
      labels,
      adopt,
      opts,
      gate,
    });
    this.registerOutputs({ names, endpoints: this.endpoints, status: this.status });
  }
}
