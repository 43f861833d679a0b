import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { canonicalName } from "../core/dns/records/names";
import { isPlainObject } from "../core/plain/plainObject";
import { ownType, parseUrn } from "../core/kinds/urn";
import { knownText } from "./knownText";
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
  const owners = await ownersOf(sought.ownerId);
  return formerUrn({
    parent: sought.parent,
    type: "pulumi-nodejs:dynamic/kubefed:DnsRecordSet",
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
async function ownersOf(ownerId: pulumi.Input<string>): Promise<unknown[]> {
  if (typeof ownerId === "string") return [ownerId];
  const names = `pulumi/${pulumi.getProject()}/${pulumi.getStack()}`;
  return [names, await knownText(pulumi.output(ownerId))];
}

async function knownValue(input: pulumi.Input<unknown>): Promise<unknown> {
  const given = pulumi.unsecret(pulumi.output(input));
  const { value } = await pulumi.runtime.serializeProperties("recordSet", { value: given });
  return value;
}

/** What the stack has of the record sets of these names. */
export function recordSetsNamed(
  state: StackState,
  names: readonly string[],
): Readonly<Record<string, unknown>>[] {
  const type = "pulumi-nodejs:dynamic/kubefed:DnsRecordSet";
  return [...state]
    .filter(([urn]) => ownType(parseUrn(urn).type) === type)
    .map(([, outputs]) => outputs)
    .filter(({ dnsName }) => typeof dnsName === "string" && names.includes(dnsName));
}
