/*
 * Records of federated Services, Ingresses and names: the components, and how a plan becomes record sets.
 */

import * as pulumi from "@pulumi/pulumi";
import { omit, pick } from "../../core/plain/records";
import { type Endpoint, type NamedRecords, toEndpoints } from "../../core/dns/records/endpoint";
import { validateNames } from "../../core/dns/records/publishedNames";
import type { Issue } from "../../core/issue";
import { currentRun } from "../../engine/run";
import { DnsRecordSet } from "../../resources/recordSet/dnsRecordSet";
import { formerRecordSetUrn } from "../../engine/state/stateRecordSets";
import { publishEndpoints, validateEndpointObject } from "./dnsEndpointObject";
import type { ExternalDns } from "./externalDns";
import type { FederatedOptions } from "../objects/federatedOptions";
import { aliasesOf } from "../existing/aliases";
import { afterGate, handedOn } from "../declare/childOptions";
import { tellOfLeftServers } from "./leftServers";
import type { OwnedRegistry, Rfc2136Zone } from "./rfc2136Zone";

/** Where records can be published. */
export type DnsProvider = ExternalDns | Rfc2136Zone;

/** The record sets of a component, ready to be published. */
export interface Publication {
  readonly parent: pulumi.ComponentResource;
  readonly name: string;
  readonly dns: DnsProvider;
  /** All names that there may be, so that the preview knows how many record sets there are. */
  readonly names: readonly string[];
  /** What each name holds; a name that is missing here is not in DNS. */
  readonly records: pulumi.Input<readonly NamedRecords[]>;
  /** The same for external-dns, which tells sets of one name apart. @default made of `records` */
  readonly endpoints?: pulumi.Input<readonly Endpoint[]>;
  readonly ttlSeconds: pulumi.Input<number>;
  /** What the owner text says beside the owner. */
  readonly labels: Readonly<Record<string, string>>;
  readonly adopt: boolean | undefined;
  readonly opts: FederatedOptions;
  /** Resolves when the children may be registered. */
  readonly gate: Promise<void>;
}

/**
 * What keeps names from being published at a provider, and which of them another component of this
 * program publishes already: two of them would overwrite each other at every update.
 */
export function claimNames(of: {
  readonly subject: string;
  readonly dns: DnsProvider;
  /** The component's own. */
  readonly name: string;
  readonly names: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly adopt: boolean | undefined;
}): Issue[] {
  const { subject, dns, name: ownName, names, labels, adopt } = of;
  const { zone, registry } = dns;
  const { publishedNames } = currentRun();
  const issues = names.flatMap((name): Issue[] => {
    const place = `${dns.name}/${name}`;
    const other = publishedNames.get(place);
    if (other === undefined) publishedNames.set(place, subject);
    const message = `"${name}" is published by ${other ?? ""} already`;
    return other === undefined ? [] : [{ code: "dns-conflict", path: "", message }];
  });
  const objects = isExternal(dns)
    ? validateEndpointObject({ name: ownName, kind: kindOf(labels), adopt })
    : [];
  const asIfKnown = { ...registry, ownerId: knownOwner(registry) };
  return [...issues, ...validateNames({ names, zone, registry: asIfKnown, labels }), ...objects];
}

/** The owner id where it is plain; else one that is as long as that of any stack. */
function knownOwner({ ownerId }: OwnedRegistry): string {
  return typeof ownerId === "string" ? ownerId : "00000000-0000-4000-8000-000000000000";
}

/**
 * Creates one record set per name, by name; those without records are not in DNS. With external-dns
 * it is one object for all names instead, and no record set.
 */
export function publish(publication: Publication): Record<string, DnsRecordSet> {
  const { dns, name, names, ttlSeconds, labels, adopt } = publication;
  if (isExternal(dns)) {
    const { endpoints = pulumi.output(publication.records).apply(toEndpoints) } = publication;
    const opts = childOptions(publication);
    const { parent } = publication;
    publishEndpoints({ dns, name, kind: kindOf(labels), endpoints, parent, opts });
    return {};
  }
  const { servers, tsig, zone, registry, timeoutSeconds } = dns;
  void tellOfLeftServers({ component: publication.parent, names, servers: pulumi.output(servers) });
  const deadlineMs =
    timeoutSeconds === undefined
      ? undefined
      : pulumi.output(timeoutSeconds).apply((seconds) => Math.round(seconds * 1000));
  const entries = names.map((dnsName): [string, DnsRecordSet] => {
    const records = pulumi.output(publication.records).apply((all) => recordsAt(all, dnsName));
    const child = `${name}-${dnsName}`;
    const where = { servers, tsig, deadlineMs, zone, registry };
    const what = { dnsName, ttlSeconds, records, labels, adopt, import: publication.opts.import };
    const { ownerId } = registry;
    const sought = { parent: publication.parent, child, dnsName, zone, ownerId, servers };
    const formerUrn = formerRecordSetUrn(sought).catch(() => undefined);
    const opts = { ...childOptions(publication), aliases: aliasesOf(formerUrn) };
    return [dnsName, new DnsRecordSet(child, { ...what, ...where }, opts)];
  });
  return Object.fromEntries(entries);
}

function isExternal(dns: DnsProvider): dns is ExternalDns {
  return "hostCluster" in dns;
}

/** What a record is of: its label is `<kind>/<namespace>/<name>`. */
function kindOf({ resource = "" }: Readonly<Record<string, string>>): string {
  return resource.split("/")[0] ?? "";
}

function recordsAt(all: readonly NamedRecords[], dnsName: string): NamedRecords["records"] {
  return all.find((each) => each.dnsName === dnsName)?.records ?? {};
}

function childOptions({ parent, opts, gate }: Publication): pulumi.CustomResourceOptions {
  // What `import` asks for is done by the record set itself: Pulumi cannot import dynamic resources.
  return {
    ...omit(pick(opts, handedOn), ["import"]),
    parent,
    dependsOn: afterGate(gate, [opts.dependsOn ?? []]),
  };
}
