import { type Issue, sortIssues } from "../../issue";
import { compareText } from "../../plain/text";
import { describeValue } from "../../plain/valueKind";
import {
  type AddressCheck,
  dnsPolicies,
  type DnsPolicy,
  type GeoPlaces,
  type PolicySettings,
} from "./policy";
import { tooManySteps } from "./policyRoute53";
import { abilityOf, type PolicyBackend, policyObstacle } from "./policyBackends";

/** A policy, where it is to be done, and for which clusters. */
export interface PolicyQuestion extends PolicyBackend {
  readonly settings: PolicySettings;
  /** All member clusters of the record, also those without targets now. */
  readonly clusters: readonly string[];
}

/** By policy, the setting that is its own. */
const ownSettings: Readonly<Partial<Record<DnsPolicy, "failoverOrder" | "geo" | "weights">>> = {
  failover: "failoverOrder",
  geo: "geo",
  weighted: "weights",
};

/**
 * All that keeps a policy from being done as it is written: what the backend cannot do (with the
 * alternatives), settings that are missing, wrong or of another policy, clusters that do not exist.
 *
 * @example
 * validatePolicy({ backend: "knot", settings: { policy: "weighted" }, clusters: ["eu"] }).map(({ code, path }) => [code, path])
 * //=> [["dns-policy", "policy"], ["dns-policy-setting", "weights"]]
 */
export function validatePolicy(question: PolicyQuestion): Issue[] {
  const { settings } = question;
  const { policy = "simple" } = settings;
  if (!dnsPolicies.includes(policy)) {
    const known = dnsPolicies.map((each) => `"${each}"`).join(", ");
    return [setting("policy", `must be one of ${known}, came ${describeValue(policy)}`)];
  }
  const obstacle = policyObstacle(question, policy);
  return sortIssues([
    ...(obstacle === undefined
      ? []
      : [{ code: "dns-policy" as const, path: "policy", message: obstacle }]),
    ...validateOwnSettings(settings, policy),
    ...validateClusters(question),
    ...validateTiers(question),
    ...validateWeights(settings.weights),
    ...Object.entries(settings.geo ?? {}).flatMap(([cluster, places]) =>
      validatePlaces(places, `geo["${cluster}"]`),
    ),
    ...validateChecks(question, policy),
  ]);
}

function validateOwnSettings(settings: PolicySettings, policy: DnsPolicy): Issue[] {
  return Object.entries(ownSettings).flatMap(([owner, path]) => {
    const given = settings[path];
    if (owner !== policy) {
      const message = `belongs to policy "${owner}", the policy is "${policy}"; leave it out`;
      return given === undefined ? [] : [setting(path, message)];
    }
    if (given === undefined || Object.keys(given).length === 0) {
      return [setting(path, `is needed by policy "${owner}" and names no cluster`)];
    }
    return [];
  });
}

function validateClusters({ settings, clusters }: PolicyQuestion): Issue[] {
  const { weights = {}, failoverOrder = [], geo = {}, healthCheckIds = {} } = settings;
  const named = [
    ...Object.keys(weights)
      .filter((cluster) => cluster !== "*")
      .map((cluster) => ({ cluster, path: `weights["${cluster}"]` })),
    ...failoverOrder.map((cluster, index) => ({ cluster, path: `failoverOrder[${index}]` })),
    ...Object.keys(geo).map((cluster) => ({ cluster, path: `geo["${cluster}"]` })),
    ...Object.keys(healthCheckIds).map((cluster) => ({
      cluster,
      path: `healthCheckIds["${cluster}"]`,
    })),
  ];
  const known = [...clusters].sort(compareText).map((each) => `"${each}"`);
  const unknown = named
    .filter(({ cluster }) => !clusters.includes(cluster))
    .map(({ cluster, path }): Issue => ({
      code: "unknown-cluster",
      path,
      message: `the record has no member cluster "${cluster}"; it has ${known.join(", ") || "none"}`,
    }));
  const repeated = failoverOrder.flatMap((cluster, index) =>
    failoverOrder.indexOf(cluster) === index
      ? []
      : [
          setting(
            `failoverOrder[${index}]`,
            `"${cluster}" is named before; name each cluster once`,
          ),
        ],
  );
  return [...unknown, ...repeated];
}

/** Route 53 has a primary and a secondary; who else has targets is only known later. */
function validateTiers(question: PolicyQuestion): Issue[] {
  const { failoverOrder = [], policy } = question.settings;
  const { checks } = abilityOf(question);
  const isTooLong = policy === "failover" && checks === "by-id" && failoverOrder.length > 2;
  return isTooLong ? [tooManySteps(failoverOrder.length)] : [];
}

function validateWeights(weights: PolicySettings["weights"]): Issue[] {
  if (weights === undefined) return [];
  const wrong = Object.entries(weights).flatMap(([cluster, weight]) =>
    Number.isInteger(weight) && weight >= 0 && weight <= 255
      ? []
      : [
          setting(
            `weights["${cluster}"]`,
            `must be a whole number from 0 to 255, came ${describeValue(weight)}`,
          ),
        ],
  );
  const isDrained = Object.values(weights).every((weight) => weight === 0);
  return isDrained && Object.keys(weights).length > 0
    ? [...wrong, setting("weights", "are all 0, so nobody would be answered; give one more than 0")]
    : wrong;
}

const continents = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"];

function validatePlaces(places: GeoPlaces, path: string): Issue[] {
  const { countries = [], isDefault = false } = places;
  const wrong = [
    ...countries.flatMap((country, index) =>
      /^[A-Z]{2}$/.test(country)
        ? []
        : [
            setting(
              `${path}.countries[${index}]`,
              `must be an ISO 3166 code such as "DE", came ${describeValue(country)}`,
            ),
          ],
    ),
    ...(places.continents ?? []).flatMap((continent, index) =>
      continents.includes(continent)
        ? []
        : [
            setting(
              `${path}.continents[${index}]`,
              `must be one of ${continents.join(", ")}, came ${describeValue(continent)}`,
            ),
          ],
    ),
  ];
  const isEmpty = countries.length + (places.continents ?? []).length === 0 && !isDefault;
  return isEmpty
    ? [setting(path, "names no place; give countries, continents or isDefault")]
    : wrong;
}

function validateChecks(question: PolicyQuestion, policy: DnsPolicy): Issue[] {
  const { healthCheck, healthCheckIds, providerSpecific } = question.settings;
  const { title, checks } = abilityOf(question);
  const given = { healthCheck: "itself", healthCheckIds: "by-id" } as const;
  const unused = (["healthCheck", "healthCheckIds"] as const).flatMap((path) => {
    if (question.settings[path] === undefined) return [];
    if (given[path] !== checks) return [setting(path, checkObstacle(title, checks))];
    return policy === "simple"
      ? [setting(path, 'policy "simple" answers with all addresses; use "multivalue" with it')]
      : [];
  });
  const isFailover = policy === "failover";
  return [
    ...unused,
    ...(isFailover && checks === "itself" && healthCheck === undefined
      ? [setting("healthCheck", `is needed: without it ${title} cannot know what has failed`)]
      : []),
    ...(isFailover && checks === "by-id" && healthCheckIds === undefined
      ? [setting("healthCheckIds", `are needed: without them ${title} cannot know what has failed`)]
      : []),
    ...(healthCheck === undefined ? [] : validateCheck(healthCheck)),
    ...(providerSpecific !== undefined && question.backend !== "external-dns"
      ? [setting("providerSpecific", `is for external-dns; ${title} takes records only`)]
      : []),
  ];
}

function checkObstacle(title: string, checks: "by-id" | "itself" | "nobody"): string {
  return {
    nobody: `${title} checks nothing, so this would have no effect; leave it out, or use PowerDNS or Route 53`,
    itself: `${title} checks addresses itself; give healthCheck instead`,
    "by-id": `${title} has health checks of its own; make them there and give healthCheckIds`,
  }[checks];
}

function validateCheck(check: AddressCheck): Issue[] {
  const { port, url, text, timeoutSeconds } = check;
  const path = (field: string): string => `healthCheck.${field}`;
  return [
    ...((port === undefined) === (url === undefined)
      ? [setting("healthCheck", "needs a port or a url, one of them")]
      : []),
    ...validateNumber(port, { path: path("port"), max: 65_535 }),
    ...validateNumber(timeoutSeconds, { path: path("timeoutSeconds"), max: 60 }),
    ...validateUrl(url, path("url")),
    ...validateText(check, text, path("text")),
  ];
}

// Quotes and backslashes would end or change the text within the code that PowerDNS runs.
function validateUrl(url: string | undefined, path: string): Issue[] {
  if (url === undefined || /^https?:\/\/[!#-&(-[\]-~]+$/.test(url)) return [];
  const message = `must be an http or https URL without quotes or backslashes, came ${describeValue(url)}`;
  return [setting(path, message)];
}

function validateText({ url }: AddressCheck, text: string | undefined, path: string): Issue[] {
  if (text === undefined) return [];
  if (url === undefined) return [setting(path, "is looked for in the answer of a url; give one")];
  return /^[ !#-&(-[\]-~]+$/.test(text)
    ? []
    : [setting(path, "must be printable ASCII without quotes or backslashes")];
}

function validateNumber(
  value: number | undefined,
  { path, max }: { readonly path: string; readonly max: number },
): Issue[] {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= max)) return [];
  const message = `must be a whole number from 1 to ${max}, came ${describeValue(value)}`;
  return [setting(path, message)];
}

function setting(path: string, message: string): Issue {
  return { code: "dns-policy-setting", path, message };
}
