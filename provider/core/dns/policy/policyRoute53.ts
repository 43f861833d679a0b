import type { Issue } from "../../issue";
import type { ProviderSpecific } from "../records/endpoint";
import type { RecordSets } from "../records/endpointPlan";
import type { PolicySettings } from "./policy";
import { type Branch, weightOf } from "./policyTiers";
import type { TargetRecords } from "../records/targets";

/** Record sets of one name that Route 53 tells apart by their set identifiers. */
export interface Route53Sets {
  readonly sets: readonly RecordSets[];
  readonly issues: readonly Issue[];
}

interface Route53Question {
  readonly branches: readonly Branch[];
  readonly settings: PolicySettings;
  /** The records of some clusters together. */
  readonly recordsOf: (clusters: readonly string[]) => TargetRecords;
}

/** One record set before it is known whether Route 53 takes it. */
interface Draft {
  readonly setIdentifier?: string;
  readonly clusters: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * The record sets of one name for external-dns with Route 53, each with its set identifier and the
 * properties of its routing.
 *
 * | policy | set identifier | properties |
 * |---|---|---|
 * | multivalue | the cluster | `aws/multi-value-answer` |
 * | weighted | the cluster | `aws/weight` |
 * | failover | the clusters, joined by `+` | `aws/failover`: `PRIMARY`, `SECONDARY` |
 * | geo | `country-DE`, `continent-EU`, `default` | `aws/geolocation-…-code` |
 *
 * - A load balancer of AWS becomes an alias that passes on its health.
 * - Of a record set for several clusters only one health check could be asked, so none is.
 *
 * Source: external-dns docs/tutorials/aws.md and provider/aws/aws.go.
 *
 * @example
 * route53Sets({ branches: [{ tiers: [["eu"]] }], settings: { policy: "weighted", weights: { eu: 3 } }, recordsOf: () => ({ records: { A: ["10.0.0.1"] }, because: "", issues: [] }) }).sets
 * //=> [{ setIdentifier: "eu", records: { A: ["10.0.0.1"] }, providerSpecific: [{ name: "aws/weight", value: "3" }] }]
 */
export function route53Sets(question: Route53Question): Route53Sets {
  const { settings, recordsOf } = question;
  const { healthCheckIds = {} } = settings;
  const steps = settings.policy === "failover" ? (question.branches[0]?.tiers.length ?? 0) : 0;
  const issues: Issue[] = steps > 2 ? [tooManySteps(steps)] : [];
  const sets = draftsOf(question).map(({ setIdentifier, clusters, properties }): RecordSets => {
    const { records, issues: wrong } = recordsOf(clusters);
    issues.push(...wrong);
    const id = idOf(clusters, healthCheckIds);
    const isAlias = records.CNAME?.some(isLoadBalancerOfAws) === true;
    if (properties["aws/failover"] === "PRIMARY" && id === undefined && !isAlias) {
      issues.push(primaryUnchecked(clusters));
    }
    const providerSpecific = propertiesOf({
      ...properties,
      ...(id !== undefined && { "aws/health-check-id": id }),
      ...(isAlias && { alias: "true", "aws/evaluate-target-health": "true" }),
    });
    return {
      ...(setIdentifier !== undefined && { setIdentifier }),
      records,
      ...(providerSpecific.length > 0 && { providerSpecific }),
    };
  });
  return { sets, issues };
}

function draftsOf({ branches, settings }: Route53Question): Draft[] {
  const [first] = branches;
  const tiers = first?.tiers ?? [];
  if (settings.policy === "failover") return failoverDrafts(tiers, settings);
  if (settings.policy === "geo") return branches.flatMap(geoDrafts);
  const propertiesFor = (cluster: string): Draft["properties"] =>
    settings.policy === "weighted"
      ? { "aws/weight": String(weightOf(settings.weights, cluster)) }
      : { "aws/multi-value-answer": "true" };
  return tiers.flat().map((cluster) => ({
    setIdentifier: cluster,
    clusters: [cluster],
    properties: propertiesFor(cluster),
  }));
}

function failoverDrafts(
  tiers: readonly (readonly string[])[],
  { healthCheckIds = {} }: PolicySettings,
): Draft[] {
  const [primary = [], secondary] = tiers;
  // The last cluster that is left needs no check, and Route 53 takes no primary without.
  if (secondary === undefined && idOf(primary, healthCheckIds) === undefined) {
    return [{ clusters: primary, properties: {} }];
  }
  return [primary, secondary ?? []]
    .map((clusters, index) => ({
      setIdentifier: clusters.join("+"),
      clusters,
      properties: { "aws/failover": index === 0 ? "PRIMARY" : "SECONDARY" },
    }))
    .filter(({ clusters }) => clusters.length > 0);
}

function geoDrafts({ place, tiers }: Branch): Draft[] {
  const [clusters = []] = tiers;
  if (place === undefined) {
    const properties = { "aws/geolocation-country-code": "*" };
    return [{ setIdentifier: "default", clusters, properties }];
  }
  return place.codes.map((code) => ({
    setIdentifier: `${place.kind}-${code}`,
    clusters,
    properties: { [`aws/geolocation-${place.kind}-code`]: code },
  }));
}

function idOf(
  clusters: readonly string[],
  ids: Readonly<Record<string, string>>,
): string | undefined {
  const [only = "", ...others] = clusters;
  return others.length === 0 && Object.hasOwn(ids, only) ? ids[only] : undefined;
}

/** external-dns makes aliases of these by itself, unless told to prefer CNAMEs. */
function isLoadBalancerOfAws(host: string): boolean {
  return /\.(elb\.[a-z0-9-]+|[a-z0-9-]+\.elb)\.amazonaws\.com(\.cn)?$/.test(host);
}

/** Too many clusters in a row. */
export function tooManySteps(steps: number): Issue {
  return {
    code: "dns-policy-setting",
    path: "failoverOrder",
    message: `makes ${steps} steps, Route 53 has a primary and a secondary; name one cluster, all others follow it together`,
  };
}

function primaryUnchecked(clusters: readonly string[]): Issue {
  const [cluster = ""] = clusters;
  return {
    code: "dns-policy-setting",
    path: `healthCheckIds["${cluster}"]`,
    message: `is needed: Route 53 leaves "${cluster}" only when a health check says so`,
  };
}

function propertiesOf(properties: Readonly<Record<string, string>>): ProviderSpecific[] {
  return Object.keys(properties)
    .sort()
    .map((name) => ({ name, value: properties[name] ?? "" }));
}
