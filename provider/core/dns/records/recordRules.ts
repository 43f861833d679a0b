import { type Issue, sortIssues } from "../../issue";
import { describeValue } from "../../plain/valueKind";
import { parseAddress } from "./address";
import { canonicalTargets, type NamedRecords, recordEntries, type RecordType } from "./endpoint";
import { canonicalName, isWithinZone, parseDnsName } from "./names";
import { type Registry, validateRegistry } from "./txtOwner";
import { validateTtl } from "./ttl";

/**
 * All that is wrong with the records of one name before any server is asked: the name and its zone,
 * the TTL, each target, a CNAME beside other records or at the zone's apex, and the owner TXT.
 *
 * @example
 * validateRecords({ wanted: { dnsName: "web.a.test", ttlSeconds: 60, records: { A: ["::1"] } }, registry: { ownerId: "me" } }).map(({ code, path }) => [code, path])
 * //=> [["dns-target", "records.A[0]"]]
 */
export function validateRecords(of: {
  readonly wanted: NamedRecords;
  readonly registry: Registry;
  readonly zone?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}): Issue[] {
  const { wanted, registry, zone, labels = {} } = of;
  const entries = recordEntries(wanted.records);
  const records = entries.map(({ recordType }) => ({ dnsName: wanted.dnsName, recordType }));
  return sortIssues([
    ...validateName(wanted.dnsName, zone),
    ...validateTtl(wanted.ttlSeconds, "ttlSeconds"),
    ...validateTypes(wanted, zone),
    ...entries.flatMap(({ recordType, targets }) =>
      targets.flatMap((target, index) =>
        validateTarget({ recordType, target, path: `records.${recordType}[${index}]` }),
      ),
    ),
    ...validateRegistry({ registry, labels, records, zone }),
  ]);
}

function validateName(dnsName: string, zone: string | undefined): Issue[] {
  const { problem } = parseDnsName(dnsName);
  if (problem !== undefined) return [{ code: "dns-name", path: "dnsName", message: problem }];
  if (zone === undefined || isWithinZone({ name: dnsName, zone })) return [];
  return [
    { code: "dns-zone", path: "dnsName", message: `"${dnsName}" is not in the zone "${zone}"` },
  ];
}

function validateTypes({ dnsName, records }: NamedRecords, zone: string | undefined): Issue[] {
  const issues: Issue[] = [];
  const conflict = (message: string): number =>
    issues.push({ code: "dns-conflict", path: "records", message });
  const entries = recordEntries(records);
  if (entries.length === 0) conflict("holds no record type; give at least one, for example A");
  for (const { recordType, targets } of entries) {
    if (targets.length === 0) conflict(`${recordType} has no targets; leave it out or give one`);
  }
  const aliases = canonicalTargets({ recordType: "CNAME", targets: records.CNAME ?? [] });
  if (aliases.length === 0) return issues;
  if (aliases.length > 1) conflict(`CNAME has ${aliases.length} targets; exactly one is allowed`);
  if (entries.length > 1) {
    const others = entries.filter(({ recordType }) => recordType !== "CNAME");
    conflict(
      `CNAME cannot stand beside ${others.map((each) => each.recordType).join(", ")} (RFC 1034 §3.6.2)`,
    );
  }
  if (zone !== undefined && canonicalName(zone) === canonicalName(dnsName)) {
    conflict(`the zone's own name "${zone}" cannot be a CNAME; give addresses (RFC 1912 §2.4)`);
  }
  return issues;
}

function validateTarget(of: {
  readonly recordType: RecordType;
  readonly target: string;
  readonly path: string;
}): Issue[] {
  const { recordType, target, path } = of;
  const problem = targetRules[recordType.startsWith("TYPE") ? "TYPE" : recordType]?.(target);
  return problem === undefined ? [] : [{ code: "dns-target", path, message: problem }];
}

/** By record type, what is wrong with a target. A TXT may be anything. */
const targetRules: Readonly<Record<string, (target: string) => string | undefined>> = {
  A: (target) => addressProblem("A", target),
  AAAA: (target) => addressProblem("AAAA", target),
  CNAME: nameProblem,
  NS: nameProblem,
  PTR: nameProblem,
  MX: (target) => numberedProblem({ target, numbers: 1, form: "<preference> <host>" }),
  SRV: (target) =>
    numberedProblem({ target, numbers: 3, form: "<priority> <weight> <port> <host>" }),
  LUA: luaProblem,
  TYPE: (target) =>
    /^\\# (0|[1-9]\d*)( [0-9A-Fa-f]+)*$/.test(target)
      ? undefined
      : `must be RFC 3597 text such as "\\# 2 0aff", came ${describeValue(target)}`,
};

function luaProblem(target: string): string | undefined {
  if (!/^[A-Z]+ \S/.test(target)) {
    return `must look like "A <lua>", came ${describeValue(target)}`;
  }
  // PowerDNS takes the code apart at double quotes, even escaped ones.
  return target.includes('"')
    ? "must hold no double quotes, PowerDNS loses them; Lua takes single ones as well"
    : undefined;
}

function addressProblem(recordType: "A" | "AAAA", target: string): string | undefined {
  const family = recordType === "A" ? "IPv4" : "IPv6";
  return parseAddress(target)?.recordType === recordType
    ? undefined
    : `must be an ${family} address, came ${describeValue(target)}`;
}

function nameProblem(target: string): string | undefined {
  return parseAddress(target) === undefined
    ? parseDnsName(target).problem
    : `must be a host name, came the address "${target}"`;
}

function numberedProblem(of: {
  readonly target: string;
  readonly numbers: number;
  readonly form: string;
}): string | undefined {
  const parts = of.target.trim().split(/\s+/);
  const numbers = parts.slice(0, of.numbers);
  const areNumbers = numbers.every((part) => /^\d{1,5}$/.test(part) && Number(part) <= 65535);
  if (parts.length !== of.numbers + 1 || !areNumbers) {
    return `must look like "${of.form}" with numbers up to 65535, came ${describeValue(of.target)}`;
  }
  const host = parts[of.numbers] ?? "";
  // "." says that there is no such service (RFC 2782, RFC 7505).
  return host === "." ? undefined : nameProblem(host);
}
