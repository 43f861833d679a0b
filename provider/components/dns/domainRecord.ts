import * as pulumi from "@pulumi/pulumi";
import type { NamedRecords, RecordType } from "../../core/dns/records/endpoint";
import { domainNames } from "../../core/dns/records/publishedNames";
import { defaultTtlSeconds } from "../../core/dns/records/ttl";
import type { DnsRecordSet } from "../../resources/recordSet/dnsRecordSet";
import { claimNames, type DnsProvider, publish } from "./dnsPublication";
import { type FederatedOptions, validateOptions } from "../objects/federatedOptions";
import { declare } from "../../engine/program";
import { componentOptions } from "../declare/childOptions";

/** Arguments of a DomainRecord. */
export interface DomainRecordArgs {
  /** Where the records are written. */
  dns: DnsProvider;
  /** The name. Plain. */
  dnsName: string;
  /** Targets by record type; which types there are is plain, the targets may be outputs. */
  records: Partial<Record<RecordType, pulumi.Input<readonly pulumi.Input<string>[]>>>;
  /** How long resolvers may remember an answer. @default 180 */
  ttlSeconds?: pulumi.Input<number>;
  /** Takes over records that are there already, of another owner or of nobody. @default false */
  adopt?: boolean;
}

/**
 * Any records of one name, owned like those of Services and Ingresses. The option `import` takes over
 * records that are there and equal; its value is the name.
 */
export class DomainRecord extends pulumi.ComponentResource {
  /** The name in the form in which it is published. Plain. */
  readonly dnsName: string;
  /** The record set of the name; none with external-dns. */
  readonly records: Readonly<Record<string, DnsRecordSet>>;

  constructor(name: string, args: DomainRecordArgs, opts: FederatedOptions = {}) {
    super("kubefed:index:DomainRecord", name, {}, componentOptions(opts));
    const { dns, ttlSeconds = defaultTtlSeconds, adopt } = args;
    const subject = `DomainRecord "${name}"`;
    const labels = { resource: `record/${name}` };
    const { names, issues } = domainNames({ dnsName: args.dnsName, records: args.records });
    const [dnsName = args.dnsName] = names;
    const claims = claimNames({ subject, dns, name, names, labels, adopt });
    const gate = declare(this, subject, [...validateOptions(opts), ...issues, ...claims]);
    const records: pulumi.Output<NamedRecords[]> = pulumi
      .all([args.records, ttlSeconds])
      .apply(([known, ttl]) => [{ dnsName, ttlSeconds: ttl, records: known }]);
    this.dnsName = dnsName;
    this.records = publish({
      parent: this,
      name,
      dns,
      names,
      records,
      ttlSeconds,
      labels,
      adopt,
      opts,
      gate,
    });
    this.registerOutputs({ dnsName });
  }
}
