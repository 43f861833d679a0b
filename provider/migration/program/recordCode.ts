import type { KubeObject } from "../../core/model";
import { call, type Code, codeOf, mapOf, raw } from "./code";
import { recordSettings, recordTargets } from "./dnsRecords";
import { identityOf } from "../../core/manifests/manifest";
import type { RecordDeclaration } from "../migration";
import { inlineCode, printCode } from "./printCode";
import type { ProgramName } from "./programNames";

/** The configuration keys of the name server that a program's DNS records are written to. */
export const dnsKeys = {
  server: "dnsServer",
  zone: "dnsZone",
  keyName: "dnsKeyName",
  keySecret: "dnsKeySecret",
} as const;

/** What a program says of DNS records: the name server, then each record beside its Service or Ingress. */
export function recordStatements(
  records: readonly RecordDeclaration[],
  names: ReadonlyMap<string, ProgramName>,
): string[] {
  if (records.length === 0) return [];
  const server = call(
    "new kubefed.Rfc2136Zone",
    codeOf("dns"),
    mapOf({
      server: call("config.require", codeOf(dnsKeys.server)),
      zone: call("config.require", codeOf(dnsKeys.zone)),
      tsig: mapOf({
        name: call("config.require", codeOf(dnsKeys.keyName)),
        secret: call("config.requireSecret", codeOf(dnsKeys.keySecret)),
      }),
    }),
  );
  const head = "const dns = ";
  const provider = `${head}${printCode(server, { indent: 0, before: head.length, after: 1 })};\n`;
  return [provider, ...records.map((record) => recordStatement(record, names))];
}

function recordStatement(
  record: RecordDeclaration,
  names: ReadonlyMap<string, ProgramName>,
): string {
  const of = names.get(record.target);
  if (of === undefined) throw new Error("bug in kubefed: a DNS record of nothing that is declared");
  // Its Service or Ingress is the only one of that resource name, so the record is too.
  const created = recordCall(record, { resource: of.resource, variable: of.variable });
  return `${printCode(created, { indent: 0, before: 0, after: 1 })};\n`;
}

/**
 * The declaration that stands for a ServiceDNSRecord or an IngressDNSRecord of KubeFed, as code on one
 * line; undefined for anything else. `service` or `ingress` is the federated object of its name, `dns`
 * a DNS provider, which KubeFed knew nothing of.
 */
export function recordSnippet(
  object: KubeObject,
  others: readonly KubeObject[],
): string | undefined {
  const record = recordSettings(object, others);
  if (record === undefined) return undefined;
  const names = { resource: identityOf(object).name, variable: roleOf(record) };
  return inlineCode(recordCall(record, names));
}

function recordCall(
  record: Omit<RecordDeclaration, "target">,
  { resource, variable }: { readonly resource: string; readonly variable: string },
): Code {
  const isNamed = record.component === "IngressDNSRecord" || record.args.domain !== undefined;
  const settings = Object.entries(record.args).map(([key, value]) => [key, codeOf(value)] as const);
  return call(
    `new kubefed.${record.component}`,
    codeOf(resource),
    mapOf({
      [roleOf(record)]: raw(variable),
      ...(isNamed ? {} : { domain: raw("domain") }),
      ...Object.fromEntries(settings),
      dns: raw("dns"),
    }),
  );
}

function roleOf({ component }: Pick<RecordDeclaration, "component">): string {
  return recordTargets[component].toLowerCase();
}
