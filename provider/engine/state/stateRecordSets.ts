import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { canonicalName } from "../../core/dns/records/names";
import { isPlainObject } from "../../core/plain/plainObject";
import { type Endpoint, isRecordType, type NamedRecords } from "../../core/dns/records/endpoint";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { knownText } from "../knownText";
import { customType, otherCustomType } from "../served/customType";
import { formerUrn } from "./formerUrn";
import type { StackState } from "./stackState";

/** A record set of a program: by which resource its name is published, and where. */
export interface SoughtRecordSet {
  readonly parent: pulumi.Resource;
  /** The resource's name. */
  readonly child: string;
  readonly dnsName: string;
  readonly zone: string | undefined;
  readonly ownerId: pulumi.Input<string>;
  readonly servers: pulumi.Input<unknown>;
}

/** Where the stack had the records of a name before: those of that owner, in that zone, on those servers. */
export async function formerRecordSetUrn(sought: SoughtRecordSet): Promise<string | undefined> {
  const owners = await recordOwners(sought.ownerId);
  return formerUrn({
    parent: sought.parent,
    type: customType("DnsRecordSet"),
    otherType: otherCustomType("DnsRecordSet"),
    name: sought.child,
    isIt: async ({ dnsName, zone, registry, servers }) =>
      dnsName === sought.dnsName &&
      (sought.zone === undefined || zone === canonicalName(sought.zone)) &&
      isPlainObject(registry) &&
      owners.includes(registry.ownerId) &&
      // A value that is not known in this run is equal to none.
      isDeepStrictEqual(servers, await knownValue(sought.servers)),
  });
}

/** As whom the stack writes now, and as whom it wrote before it had an id of its own. */
export async function recordOwners(ownerId: pulumi.Input<string>): Promise<readonly unknown[]> {
  if (typeof ownerId === "string") return [ownerId];
  const names = `pulumi/${pulumi.getProject()}/${pulumi.getStack()}`;
  return [names, await knownText(pulumi.output(ownerId))];
}

async function knownValue(input: pulumi.Input<unknown>): Promise<unknown> {
  const given = pulumi.unsecret(pulumi.output(input));
  const { value } = await pulumi.runtime.serializeProperties("recordSet", { value: given });
  return value;
}

/** The records that the stack has of a name; undefined where it has none. */
function lastRecords(
  state: StackState,
  of: { readonly dnsName: string; readonly owners: readonly unknown[] },
): NamedRecords["records"] | undefined {
  for (const [urn, { dnsName, registry, records }] of state) {
    if (!/\bDnsRecordSet$/.test(ownType(parseUrn(urn).type)) || dnsName !== of.dnsName) continue;
    if (!isPlainObject(registry) || !of.owners.includes(registry.ownerId)) continue;
    if (isPlainObject(records)) return targetsOf(records);
  }
  return undefined;
}

function targetsOf(records: Readonly<Record<string, unknown>>): NamedRecords["records"] {
  const entries = Object.entries(records).flatMap(([type, targets]) =>
    isRecordType(type) && Array.isArray(targets) ? [[type, targets.map(String)] as const] : [],
  );
  return Object.fromEntries(entries);
}

/** The same records with those that the stack has of these names instead, where it has any. */
export function withLastRecords(
  planned: readonly NamedRecords[],
  of: {
    readonly state: StackState;
    readonly names: readonly string[];
    readonly owners: readonly unknown[];
  },
): readonly NamedRecords[] {
  const { state, names, owners } = of;
  return names.flatMap((dnsName) => {
    const own = planned.find((each) => each.dnsName === dnsName);
    const records = lastRecords(state, { dnsName, owners });
    if (records === undefined) return own === undefined ? [] : [own];
    return [{ dnsName, ttlSeconds: own?.ttlSeconds ?? 0, records }];
  });
}

/** The endpoints that a component registered in the stack's last update. */
export function lastEndpoints(
  state: StackState,
  component: { readonly type: string; readonly name: string },
): readonly Endpoint[] | undefined {
  for (const [urn, { endpoints }] of state) {
    const { type, name } = parseUrn(urn);
    if (ownType(type) !== component.type || name !== component.name) continue;
    return Array.isArray(endpoints) ? endpoints.filter(isEndpoint) : undefined;
  }
  return undefined;
}

function isEndpoint(value: unknown): value is Endpoint {
  return isPlainObject(value) && typeof value.dnsName === "string" && Array.isArray(value.targets);
}

/** What the stack has of the record sets of these names. */
export function recordSetsNamed(
  state: StackState,
  names: readonly string[],
): Readonly<Record<string, unknown>>[] {
  return [...state]
    .filter(([urn]) => /\bDnsRecordSet$/.test(ownType(parseUrn(urn).type)))
    .map(([, outputs]) => outputs)
    .filter(({ dnsName }) => typeof dnsName === "string" && names.includes(dnsName));
}
