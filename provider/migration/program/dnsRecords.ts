import type { KubeObject, MemberCluster } from "../../core/model";
import { listAt, mapAt, textAt } from "../../core/plain/fields";
import { identityOf } from "../../core/manifests/manifest";
import { type Declaration, keyOf, type RecordDeclaration } from "../migration";

/** What is known when the DNS records of KubeFed are read. */
export interface RecordsToRead {
  /** The objects of the input that are not federated ones. */
  readonly others: readonly KubeObject[];
  readonly declarations: readonly Declaration[];
  readonly clusters: readonly MemberCluster[];
}

/**
 * The ServiceDNSRecords and IngressDNSRecords of KubeFed that a program can declare, by the object they
 * come from: those whose Service or Ingress it declares too. A Service's names also need the region and
 * a zone of every member cluster, and their Domain.
 */
export function readDnsRecords(request: RecordsToRead): ReadonlyMap<KubeObject, RecordDeclaration> {
  const records = new Map<KubeObject, RecordDeclaration>();
  for (const object of request.others) {
    const declared = readRecord(object, request);
    if (declared !== undefined) records.set(object, declared);
  }
  return records;
}

function readRecord(object: KubeObject, request: RecordsToRead): RecordDeclaration | undefined {
  const record = recordSettings(object, request.others);
  if (record === undefined) return undefined;
  const { component, args } = record;
  const { name, namespace } = identityOf(object);
  const kind = recordTargets[component];
  if (kind === "Service") {
    if (args.domain === undefined || !request.clusters.every(hasPlace)) return undefined;
  }
  const target = targetOf({ kind, name, namespace }, request.declarations);
  return target === undefined ? undefined : { component, target, args };
}

/** The kind whose names a record publishes. */
export const recordTargets = { ServiceDNSRecord: "Service", IngressDNSRecord: "Ingress" } as const;

/** What a DNS record of KubeFed says, as arguments of the component of its kind; undefined for other objects. */
export function recordSettings(
  object: KubeObject,
  others: readonly KubeObject[],
): Omit<RecordDeclaration, "target"> | undefined {
  const { kind } = identityOf(object);
  const spec = mapAt(object, "spec");
  const { recordTTL: ttlSeconds, domainRef, dnsPrefix, externalName } = spec;
  const { allowServiceWithoutEndpoints } = spec;
  switch (kind) {
    case "IngressDNSRecord":
      return { component: kind, args: given({ hosts: listAt(spec, "hosts"), ttlSeconds }) };
    case "ServiceDNSRecord": {
      const domain = domainOf(textAt(spec, "domainRef"), others);
      const names = { domain, domainRef, ttlSeconds, dnsPrefix, externalName };
      return { component: kind, args: given({ ...names, allowServiceWithoutEndpoints }) };
    }
    default:
      return undefined;
  }
}

function targetOf(
  wanted: { readonly kind: string; readonly name: string; readonly namespace: string },
  declarations: readonly Declaration[],
): string | undefined {
  const target = declarations.find(
    ({ kind, name, namespace }) =>
      kind === wanted.kind && name === wanted.name && namespace === wanted.namespace,
  );
  return target === undefined ? undefined : keyOf(target);
}

function domainOf(domainRef: string, objects: readonly KubeObject[]): string | undefined {
  const domain = objects.find(
    (object) => object.kind === "Domain" && identityOf(object).name === domainRef,
  );
  const text = domain === undefined ? "" : textAt(domain, "domain");
  return text === "" ? undefined : text;
}

function hasPlace({ region, zones = [] }: MemberCluster): boolean {
  return region !== undefined && zones.length > 0;
}

function given(args: KubeObject): KubeObject {
  return Object.fromEntries(
    Object.entries(args).filter(
      ([, value]) => value !== undefined && value !== null && value !== "",
    ),
  );
}
