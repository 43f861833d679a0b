import type { KubeObject, MemberCluster } from "../model";
import { listAt, mapAt, textAt } from "./fields";
import { identityOf } from "./manifest";
import { type Declaration, keyOf, type RecordDeclaration } from "./migration";

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
  const { kind, name, namespace } = identityOf(object);
  const spec = mapAt(object, "spec");
  if (kind === "IngressDNSRecord") {
    const target = targetOf({ kind: "Ingress", name, namespace }, request.declarations);
    const args = { hosts: listAt(spec, "hosts"), ttlSeconds: spec.recordTTL };
    return target === undefined ? undefined : { component: kind, target, args: given(args) };
  }
  const domain = domainOf(textAt(spec, "domainRef"), request.others);
  if (kind !== "ServiceDNSRecord" || domain === undefined) return undefined;
  if (!request.clusters.every(hasPlace)) return undefined;
  const target = targetOf({ kind: "Service", name, namespace }, request.declarations);
  const { recordTTL: ttlSeconds, domainRef, dnsPrefix, externalName } = spec;
  const { allowServiceWithoutEndpoints } = spec;
  const names = { domain, domainRef, ttlSeconds, dnsPrefix, externalName };
  const args = given({ ...names, allowServiceWithoutEndpoints });
  return target === undefined ? undefined : { component: kind, target, args };
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
