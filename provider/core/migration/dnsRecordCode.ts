import type { KubeObject } from "../model";
import { call, type Code, codeOf, mapOf, raw } from "./code";
import { listAt, mapAt, textAt } from "./fields";
import { identityOf } from "./manifest";
import { inlineCode } from "./printCode";

/**
 * The declaration that stands for a ServiceDNSRecord or an IngressDNSRecord of KubeFed, as code on one
 * line; undefined for anything else. `service` or `ingress` is the federated object of its name, `dns`
 * a DNS provider, which KubeFed knew nothing of.
 */
export function dnsRecordCode(
  record: KubeObject,
  objects: readonly KubeObject[],
): string | undefined {
  const { kind, name } = identityOf(record);
  const spec = mapAt(record, "spec");
  switch (kind) {
    case "ServiceDNSRecord":
      return inlineCode(call(`new kubefed.${kind}`, codeOf(name), serviceArgs(spec, objects)));
    case "IngressDNSRecord":
      return inlineCode(
        call(
          `new kubefed.${kind}`,
          codeOf(name),
          mapOf({
            ingress: raw("ingress"),
            hosts: codeOf(listAt(spec, "hosts")),
            ttlSeconds: given(spec.recordTTL),
            dns: raw("dns"),
          }),
        ),
      );
    default:
      return undefined;
  }
}

function serviceArgs(spec: KubeObject, objects: readonly KubeObject[]): Code {
  const domainRef = textAt(spec, "domainRef");
  const domain = objects.find(
    (object) => object.kind === "Domain" && identityOf(object).name === domainRef,
  );
  return mapOf({
    service: raw("service"),
    domain: domain === undefined ? raw("domain") : given(domain.domain),
    domainRef: given(spec.domainRef),
    ttlSeconds: given(spec.recordTTL),
    dnsPrefix: given(spec.dnsPrefix),
    externalName: given(spec.externalName),
    allowServiceWithoutEndpoints: given(spec.allowServiceWithoutEndpoints),
    dns: raw("dns"),
  });
}

function given(value: unknown): Code | undefined {
  return value === undefined || value === null || value === "" ? undefined : codeOf(value);
}
