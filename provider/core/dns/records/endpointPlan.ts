import { errorsOf, type Issue, sortIssues } from "../../issue";
import {
  compareEndpoints,
  type Endpoint,
  type NamedRecords,
  type ProviderSpecific,
  recordEntries,
} from "./endpoint";
import { defaultTtlSeconds, validateTtl } from "./ttl";

/** Endpoints to publish, why each name has what it has, and what is wrong. */
export interface EndpointPlan {
  /** Sorted by name and record type. Empty if any issue is an error: half a record is never given. */
  readonly endpoints: readonly Endpoint[];
  /** By name, for every name that was considered. */
  readonly because: Readonly<Record<string, string>>;
  readonly issues: readonly Issue[];
}

/** Records of a name that belong together, where a provider tells several of those apart. */
export interface RecordSets {
  readonly setIdentifier?: string;
  readonly records: NamedRecords["records"];
  readonly providerSpecific?: readonly ProviderSpecific[];
}

/** What a name is answered with, and why. */
export interface Answer {
  readonly records: NamedRecords["records"];
  /** Stand for `records` where the provider tells sets apart. */
  readonly sets?: readonly RecordSets[];
  readonly because: string;
  readonly issues?: readonly Issue[];
}

/** What was decided for one name. */
export interface Decision extends Answer {
  readonly dnsName: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Puts the decisions for all names of a record into one plan, with `recordTTL` or KubeFed's 180 s. */
export function planOf(of: {
  readonly decisions: readonly Decision[];
  readonly recordTTL: number | undefined;
  readonly issues: readonly Issue[];
}): EndpointPlan {
  // KubeFed's field is 0 when it is left out.
  const recordTTL =
    of.recordTTL === undefined || of.recordTTL === 0 ? defaultTtlSeconds : of.recordTTL;
  const issues = sortIssues([
    ...of.issues,
    ...of.decisions.flatMap((decision) => decision.issues ?? []),
    ...validateTtl(recordTTL, "spec.recordTTL"),
  ]);
  const endpoints = of.decisions.flatMap((decision) => endpointsOf(decision, recordTTL));
  return {
    endpoints: errorsOf(issues).length > 0 ? [] : endpoints.sort(compareEndpoints),
    because: Object.fromEntries(of.decisions.map(({ dnsName, because }) => [dnsName, because])),
    issues,
  };
}

function endpointsOf(decision: Decision, recordTTL: number): Endpoint[] {
  const { dnsName, labels, sets = [{ records: decision.records }] } = decision;
  return sets.flatMap(({ records, ...routing }) =>
    recordEntries(records).map(({ recordType, targets }) => ({
      dnsName,
      recordType,
      targets,
      recordTTL,
      ...(labels && { labels }),
      ...routing,
    })),
  );
}
