import { tsigKey } from "../../../adapters/dns/wire/tsig";
import { WireFormatError } from "../../../adapters/dns/wire/wireFormatError";
import {
  canonicalTargets,
  isRecordType,
  type NamedRecords,
} from "../../../core/dns/records/endpoint";
import { canonicalName, parseDnsName } from "../../../core/dns/records/names";
import type { Registry } from "../../../core/dns/records/txtOwner";
import { validateRecords } from "../../../core/dns/records/recordRules";
import { isPlainObject } from "../../../core/plain/plainObject";

/** Inputs as they will be compared and written, and what is wrong with them. */
export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly failures: { property: string; reason: string }[];
}

/** What stands for a value that is not known before others were created; Pulumi's word for it. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True if a value is not known yet, or something in it. */
export function holdsUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isPlainObject(value) && Object.values(value).some(holdsUnknown);
}

/** Checks and canonicalises the inputs of a record set; unknown parts are left as they are. */
export function checkInputs(news: Readonly<Record<string, unknown>>): Checked {
  const inputs = { ...news, ...canonicalInputs(news) };
  return { inputs, failures: [...keyFailures(inputs.tsig), ...recordFailures(inputs)] };
}

function canonicalInputs({
  dnsName,
  zone,
  records,
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...(isKnownText(dnsName) && { dnsName: parseDnsName(dnsName).name ?? dnsName }),
    ...(isKnownText(zone) && { zone: canonicalName(zone) }),
    ...(isPlainObject(records) && { records: canonicalRecords(records) }),
  };
}

function canonicalRecords(records: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(records).flatMap(([recordType, targets]): [string, unknown][] => {
    if (!isRecordType(recordType) || !isTexts(targets) || holdsUnknown(targets))
      return [[recordType, targets]];
    // A type without targets is what is left when all of them went away.
    return targets.length === 0 ? [] : [[recordType, canonicalTargets({ recordType, targets })]];
  });
  return Object.fromEntries(entries);
}

function keyFailures(tsig: unknown): Checked["failures"] {
  if (!isPlainObject(tsig) || holdsUnknown(tsig)) return [];
  const { name, algorithm, secret } = tsig;
  if (!isKnownText(name) || !isKnownText(algorithm) || !isKnownText(secret))
    return [{ property: "tsig", reason: "needs a name, an algorithm and a secret, all text" }];
  try {
    tsigKey({ name, algorithm, secret });
    return [];
  } catch (error) {
    if (!(error instanceof WireFormatError)) throw error;
    return [{ property: "tsig", reason: error.message }];
  }
}

function recordFailures(inputs: Readonly<Record<string, unknown>>): Checked["failures"] {
  const { dnsName, ttlSeconds, records, registry, zone, labels } = inputs;
  const asked = [dnsName, ttlSeconds, records, registry, zone, labels];
  if (asked.some(holdsUnknown)) return [];
  const wrong = shapeFailures(inputs);
  if (wrong.length > 0) return wrong;
  const issues = validateRecords({
    wanted: { dnsName, ttlSeconds, records } as NamedRecords,
    registry: registry as Registry,
    zone: zone as string | undefined,
    labels: labels as Record<string, string> | undefined,
  });
  // A name without records is not in DNS, which is a state like any other.
  const isEmpty = isPlainObject(records) && Object.keys(records).length === 0;
  return issues
    .filter(({ path }) => !(isEmpty && path === "records"))
    .map(({ path, message }) => ({ property: path, reason: message }));
}

function shapeFailures({
  dnsName,
  records,
  registry,
}: Readonly<Record<string, unknown>>): Checked["failures"] {
  const failures: Checked["failures"] = [];
  if (typeof dnsName !== "string") failures.push({ property: "dnsName", reason: "must be text" });
  if (!isPlainObject(registry) || typeof registry.ownerId !== "string")
    failures.push({ property: "registry", reason: "needs an ownerId" });
  if (!isPlainObject(records))
    return [...failures, { property: "records", reason: "must be a map of record types" }];
  for (const [type, targets] of Object.entries(records)) {
    const property = `records.${type}`;
    if (!isRecordType(type)) failures.push({ property, reason: unknownType });
    else if (!isTexts(targets)) failures.push({ property, reason: "must be a list of texts" });
  }
  return failures;
}

const unknownType =
  "is no record type that can be written; allowed are A, AAAA, CNAME, LUA, MX, NS, PTR, SRV, TXT and TYPEnnn";

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isKnownText(value: unknown): value is string {
  return typeof value === "string" && value !== unknownValue;
}
