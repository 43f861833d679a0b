import { isDeepStrictEqual } from "node:util";
import { formatPointer, parsePointer } from "../../../provider/core/paths/jsonPointer";
import { mapAt, without } from "../reading";
import {
  hasObject,
  hasPlannedReplicas,
  hasSenselessPreference,
  isDotted,
  isDroppedMap,
  isEqualButLabel,
  isNowhereElse,
  lacksMetadata,
  namesUnknownCluster,
  overridePathsOn,
} from "./evidence";
import { type Difference, type Finding, hasFailedOn, isUntouched, statusOn } from "./finding";
import { planMembers } from "./memberPlan";
import { immutableChange, refusalOf } from "./refusal";
import { managedLabel, preferenceFor, toPlacement } from "./translation";

/** Decides whether a difference is the one that the rule is about. */
type Rule = (finding: Finding, difference: Difference) => boolean;

const replicas = "/spec/replicas";
const refused = /^(CreationFailed|UpdateFailed)$/;
const failed = /^(ApplyOverridesFailed|CreationFailed|UpdateFailed)$/;

/** Namespaces that the original left alone, also when there was a FederatedNamespace in them. */
const systemNamespaces = ["default", "kube-public", "kube-system", "kube-federation-system"];

/** Differences that are an error of ours, where the original wrote something all the same. */
const errorRules: Readonly<Record<string, Rule>> = {
  "generated-name": (finding, { issue }) =>
    issue?.path === "template.metadata.generateName" &&
    issue.code === "template-invalid" &&
    finding.observation.reason === "",

  "override-stops-the-object": (finding, { issue, cluster }) =>
    issue !== undefined &&
    /^(override-|label-invalid)/.test(issue.code) &&
    cluster !== undefined &&
    failed.test(statusOn(finding, cluster) ?? ""),

  "override-without-effect": (finding, { issue, cluster }) =>
    issue !== undefined &&
    /^override-(ambiguous|empty|path-syntax)$/.test(issue.code) &&
    (cluster === undefined || !hasFailedOn(finding, cluster)),

  "preference-invalid": (finding, { issue }) =>
    issue?.code === "preference-invalid" && hasSenselessPreference(finding),

  "unknown-cluster": (finding, { issue }) =>
    issue?.code === "unknown-cluster" &&
    finding.observation.reason !== "ComputePlacementFailed" &&
    namesUnknownCluster(finding),
};

/** Differences between what we plan for a member cluster and what it has. */
const objectRules: Readonly<
  Record<
    string,
    (finding: Finding, difference: Difference & { readonly cluster: string }) => boolean
  >
> = {
  "api-server-refuses": (finding, { cluster }) => {
    const planned = finding.plan.objects.get(cluster);
    if (planned === undefined || !refused.test(statusOn(finding, cluster) ?? "")) return false;
    const isRefused = refusalOf(planned) !== undefined || isNowhereElse(finding, cluster);
    return isRefused && isUntouched(finding, cluster);
  },

  "generated-name": ({ federated }, { path, expected }) =>
    path === "/metadata/generateName" &&
    expected === mapAt(federated, "spec", "template", "metadata").generateName,

  "immutable-is-replaced": (finding, { cluster }) => {
    const [before, after] = [finding.live.get(cluster), finding.plan.objects.get(cluster)];
    if (before === undefined || after === undefined) return false;
    const isChange = immutableChange(before, after) !== undefined;
    return (
      isChange && statusOn(finding, cluster) === "UpdateFailed" && isUntouched(finding, cluster)
    );
  },

  "opted-out": (finding, { cluster }) =>
    statusOn(finding, cluster) === "ManagedLabelFalse" && isUntouched(finding, cluster),

  orphaned: ({ federated, before, live }, { cluster, path, expected }) =>
    federated === undefined &&
    path === "" &&
    mapAt(before, "metadata", "annotations")["kubefed.io/orphan"] === "true" &&
    isEqualButLabel(live.get(cluster), expected),

  "override-dotted": (finding, { cluster }) =>
    statusOn(finding, cluster) === "ApplyOverridesFailed" &&
    isUntouched(finding, cluster) &&
    overridePathsOn(finding, cluster).some(isDotted),

  // What is compared here has no preference any more, so only the replicas can differ by it.
  "preference-invalid": (finding, { cluster, path }) =>
    finding.request?.scheduling === undefined &&
    hasSenselessPreference(finding) &&
    (path === replicas
      ? hasPlannedReplicas(finding, cluster)
      : path === "" && hasFailedOn(finding, cluster)),

  "preference-names-of-namespace": (finding, { cluster }) => {
    const { federated, request, live, host } = finding;
    if (federated === undefined || request?.scheduling === undefined) return false;
    const isIntersecting = preferenceFor(host, federated)?.intersectWithClusterSelector === true;
    if (!isIntersecting || !request.namespacePlacement?.clusterNames) return false;
    // The original did nothing, so its target is as if there were no preference.
    const placement = toPlacement(mapAt(federated, "spec").placement);
    const inert = planMembers({ ...request, scheduling: undefined, placement }, live);
    return hasObject(finding, cluster, inert.objects.get(cluster));
  },

  "preference-within-namespace": (finding, { cluster, path }) => {
    const { request, live } = finding;
    if (path !== replicas || request?.scheduling === undefined) return false;
    const everywhere = planMembers({ ...request, namespacePlacement: undefined }, live);
    return hasObject(finding, cluster, everywhere.objects.get(cluster));
  },

  "retain-replicas-at-once": ({ federated, before, live }, { cluster, path, expected }) => {
    const [now, then] = [mapAt(federated, "spec"), mapAt(before, "spec")];
    const isOnlyChange = isDeepStrictEqual(
      without(now, "retainReplicas"),
      without(then, "retainReplicas"),
    );
    const isSwitchedOff = then.retainReplicas === true && now.retainReplicas !== true;
    const isKept = mapAt(live.get(cluster), "spec").replicas === expected;
    return path === replicas && isOnlyChange && isSwitchedOff && isKept;
  },

  "system-namespace": ({ request }, { path, expected }) =>
    request?.kind === "Namespace" &&
    systemNamespaces.includes(request.name) &&
    path === formatPointer(["metadata", "labels", managedLabel]) &&
    expected === undefined,

  "template-metadata": (finding, { cluster, path }) => {
    const metadata = mapAt(finding.federated, "spec", "template", "metadata");
    const isOurs = (map: string): boolean => isDroppedMap(map) && metadata[map] !== undefined;
    if (statusOn(finding, cluster) === "ApplyOverridesFailed") {
      const maps = overridePathsOn(finding, cluster).map(
        (each) => /^\/metadata\/([^/]+)/.exec(each)?.[1] ?? "",
      );
      return maps.some(isOurs) && isUntouched(finding, cluster);
    }
    const [first, key = "", name = ""] = parsePointer(path) ?? [];
    return first === "metadata" && isOurs(key) && lacksMetadata(finding, cluster, { key, name });
  },
};

/** The names of all rules; deliberate.json has the reason of each. */
export const ruleNames: readonly string[] = [
  ...new Set([...Object.keys(errorRules), ...Object.keys(objectRules)]),
].sort();

/**
 * The rule that makes a difference one on purpose; `undefined` for a difference that is a mistake. A
 * rule names our error, if there is one, and what the original did instead.
 */
export function ruleFor(difference: Difference): string | undefined {
  const { finding, issue, cluster } = difference;
  return ruleNames.find((name) => {
    if (issue !== undefined) return errorRules[name]?.(finding, difference) === true;
    if (cluster === undefined) return false;
    return objectRules[name]?.(finding, { ...difference, cluster }) === true;
  });
}
