import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { canonicalName } from "../core/dns/names";
import { isPlainObject } from "../core/issue";
import { knownText } from "./knownText";
import { parseUrn, stackState } from "./stackState";

/** A record set of a program: where its name is published, and by which resource. */
export interface SoughtRecordSet {
  readonly parent: pulumi.Resource;
  /** The resource's name. */
  readonly child: string;
  readonly dnsName: string;
  readonly zone: string | undefined;
  readonly ownerId: string;
  readonly servers: pulumi.Input<unknown>;
}

const recordSetType = "pulumi-nodejs:dynamic/kubefed:DnsRecordSet";

/**
 * The URN under which the stack had the records of a name before their component was renamed or moved;
 * undefined where it was not. Without it as an alias the engine would write the records once more, and
 * then delete them as the old ones.
 */
export async function formerRecordSetUrn(sought: SoughtRecordSet): Promise<string | undefined> {
  const [state, parent] = await Promise.all([stackState(), knownText(sought.parent.urn)]);
  const named = [...state].filter(
    ([urn, { dnsName }]) => dnsName === sought.dnsName && isRecordSet(urn),
  );
  if (parent === undefined || named.length === 0 || isOwn(named, parent, sought.child)) {
    return undefined;
  }
  // A value that is not known in this run is equal to none.
  const { servers } = await pulumi.runtime.serializeProperties("recordSet", {
    servers: pulumi.unsecret(pulumi.output(sought.servers)),
  });
  return named.find(([, outputs]) => isPublishedThere(outputs, { ...sought, servers }))?.[0];
}

function isRecordSet(urn: string): boolean {
  return parseUrn(urn).type.split("$").at(-1) === recordSetType;
}

function isOwn(
  named: readonly (readonly [urn: string, unknown])[],
  parent: string,
  child: string,
): boolean {
  const { head, type } = parseUrn(parent);
  return named.some(([urn]) => urn === `${head}::${type}$${recordSetType}::${child}`);
}

function isPublishedThere(
  { zone, registry, servers }: Readonly<Record<string, unknown>>,
  at: { zone: string | undefined; ownerId: string; servers: unknown },
): boolean {
  return (
    (at.zone === undefined || zone === canonicalName(at.zone)) &&
    isPlainObject(registry) &&
    registry.ownerId === at.ownerId &&
    isDeepStrictEqual(servers, at.servers)
  );
}
