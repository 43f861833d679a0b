import { call, codeOf, mapOf, raw } from "./code";
import type { RecordDeclaration } from "./migration";
import { printCode } from "./printCode";
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
    "new kubefed.Rfc2136Provider",
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
  { component, target, args }: RecordDeclaration,
  names: ReadonlyMap<string, ProgramName>,
): string {
  const of = names.get(target);
  if (of === undefined) throw new Error("bug in kubefed: a DNS record of nothing that is declared");
  const role = component === "ServiceDNSRecord" ? "service" : "ingress";
  const entries = Object.entries(args).map(([key, value]) => [key, codeOf(value)] as const);
  const created = call(
    `new kubefed.${component}`,
    // Its Service or Ingress is the only one of that resource name, so the record is too.
    codeOf(of.resource),
    mapOf({ [role]: raw(of.variable), ...Object.fromEntries(entries), dns: raw("dns") }),
  );
  return `${printCode(created, { indent: 0, before: 0, after: 1 })};\n`;
}
