import {
  canonicalTargets,
  type NamedRecords,
  recordEntries,
} from "../../../core/dns/records/endpoint";
import { canonicalName } from "../../../core/dns/records/names";
import { isPlainObject } from "../../../core/plain/plainObject";
import { holdsUnknown } from "./dnsRecordSetCheck";
import type { DnsRecordSetState } from "./dnsRecordSetState";

/** What differs, in the words of a dynamic provider. */
export interface Difference {
  readonly changes: boolean;
  /** Inputs for which the record set is replaced. */
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

/** Compares the state of a record set with its inputs. */
export function compareInputs(
  state: DnsRecordSetState,
  news: Readonly<Record<string, unknown>>,
): Difference {
  const replaces = [
    ...(isSameName(state.dnsName, news.dnsName) ? [] : ["dnsName"]),
    ...(news.zone === undefined || isSameName(state.zone, news.zone) ? [] : ["zone"]),
    ...(isSame(placesOf(state.registry), placesOf(news.registry)) ? [] : ["registry"]),
  ];
  return {
    changes: replaces.length > 0 || isOfAnotherOwner(state) || hasOtherValues(state, news),
    replaces,
    // Owner records in other places cannot be created while the old ones hold the name.
    deleteBeforeReplace: replaces.length === 1 && replaces[0] === "registry",
  };
}

/** Where owner records are, whoever writes them. */
function placesOf(registry: unknown): unknown {
  if (!isPlainObject(registry)) return registry;
  const { ownerId, ...places } = registry;
  return places;
}

/** Inputs that are written to the server or remembered; `adopt` and `import` only say how. */
const compared = ["ttlSeconds", "servers", "tsig", "deadlineMs", "labels", "registry"] as const;

function hasOtherValues(
  state: DnsRecordSetState,
  news: Readonly<Record<string, unknown>>,
): boolean {
  if (holdsUnknown(news.records)) return true;
  if (!isSame(canonicalTexts(state.records), canonicalTexts(news.records))) return true;
  return compared.some((key) => !isSame(valueOf(key, state[key]), valueOf(key, news[key])));
}

/** A map without entries is no map. */
function valueOf(key: (typeof compared)[number], value: unknown): unknown {
  return key === "labels" && isSame(value, {}) ? undefined : value;
}

function isOfAnotherOwner({ records, owners, registry }: DnsRecordSetState): boolean {
  return recordEntries(records).some(({ recordType }) => owners[recordType] !== registry.ownerId);
}

function canonicalTexts(records: unknown): string[] {
  return recordEntries((records ?? {}) as NamedRecords["records"]).map(
    ({ recordType, targets }) =>
      `${recordType} ${JSON.stringify(canonicalTargets({ recordType, targets }))}`,
  );
}

function isSameName(state: string | undefined, news: unknown): boolean {
  return typeof news === "string" && state !== undefined
    ? canonicalName(state) === canonicalName(news)
    : state === news;
}

/** Compares plain data, whatever the order of its keys. */
function isSame(a: unknown, b: unknown): boolean {
  return sortedText(a) === sortedText(b);
}

function sortedText(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
