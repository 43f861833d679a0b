import { isDeepStrictEqual } from "node:util";
import type { Issue, IssueCode } from "../../../provider/core/issue";
import { formatIssues } from "../../../provider/core/issue";
import type { KubeObject } from "../../../provider/core/model";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { mapAt, textAt } from "../reading";
import { compareObjects } from "./comparison";
import {
  type Difference,
  type Finding,
  hasFailedEverywhere,
  hasFailedOn,
  isUntouched,
  observedOn,
  statusOn,
} from "./finding";
import { clusterOf, planMembers } from "./memberPlan";
import { refusalOf } from "./refusal";
import { repair } from "./repair";
import { managedLabel } from "./translation";
import { identityOf } from "./world";

/**
 * Everything about one federated object after one step that is not as it was with the original.
 *
 * | original | we | compared |
 * |---|---|---|
 * | wrote | plan | field by field, per member cluster |
 * | failed everywhere | have an error of that sort | equal |
 * | wrote somewhere | have errors | each error differs; the rest of the plan is compared without its cause |
 * | could not place | plan | differs |
 */
export function judge(finding: Finding): Difference[] {
  const { plan, request, observation } = finding;
  if (plan.errors.length > 0 && request !== undefined) return judgeRefusal(finding, request);
  if (observation.reason === "ComputePlacementFailed") {
    return [differ(finding, { expected: observation.reason, got: "a plan without errors" })];
  }
  return clustersOf(finding).flatMap((cluster) => judgeCluster(finding, cluster));
}

/** The sorts of our errors that answer to what the original reported. */
const answers: Readonly<Record<string, RegExp>> = {
  ApplyOverridesFailed: /^(override-|merge-|label-invalid|unknown-cluster|selector-invalid)/,
  ComputePlacementFailed: /^(selector-invalid|placement-missing)$/,
  ComputeResourceFailed: /^(template-invalid|label-invalid|name-invalid)$/,
  CreationFailed: /^(override-|label-invalid|template-invalid|name-invalid|preference-invalid)/,
  FieldRetentionFailed: /^retain-path$/,
  UpdateFailed: /^(override-|label-invalid|template-invalid|preference-invalid)/,
};

function isAnsweredBy(report: string, code: IssueCode): boolean {
  return Object.hasOwn(answers, report) && answers[report]?.test(code) === true;
}

function judgeRefusal(finding: Finding, request: PropagationRequest): Difference[] {
  const { plan, observation } = finding;
  const reports = [observation.reason, ...Object.values(observation.statuses)];
  const isAnswered = plan.errors.some(({ code }) =>
    reports.some((each) => isAnsweredBy(each, code)),
  );
  const isEqual = clustersOf(finding).every((cluster) => isUntouched(finding, cluster));
  if (hasFailedEverywhere(finding) && isAnswered && isEqual) return [];
  const repaired = repair(request, plan.errors);
  const rest: Finding = {
    ...finding,
    request: repaired,
    plan: planMembers(repaired, finding.live),
  };
  const failing = plan.errors.map((issue) => clusterOf(issue, request));
  return [
    ...plan.errors.map((issue) => refused(finding, issue)),
    ...rest.plan.errors.map((issue) => refused(rest, issue)),
    ...clustersOf(rest)
      .filter((cluster) => !(hasFailedOn(finding, cluster) && failing.includes(cluster)))
      .flatMap((cluster) => judgeCluster(rest, cluster)),
  ];
}

function refused(finding: Finding, issue: Issue): Difference {
  const cluster = finding.request === undefined ? undefined : clusterOf(issue, finding.request);
  const expected = cluster === undefined ? finding.observation.reason : statusOn(finding, cluster);
  return {
    ...differ(finding, {
      expected: expected ? expected : "no error",
      got: formatIssues(issue.code, [issue]).replace(/^.*\n {2}- /, `${issue.code}: `),
    }),
    path: issue.path,
    ...(cluster === undefined ? {} : { cluster }),
    issue,
  };
}

function judgeCluster(finding: Finding, cluster: string): Difference[] {
  const planned = finding.plan.objects.get(cluster);
  const observed = observedOn(finding, cluster);
  if (planned === undefined) {
    if (observed === undefined || isGoing(observed)) return [];
    if (isForeign(finding.live.get(cluster), observed)) return [];
    return [{ ...differ(finding, { expected: observed, got: undefined }), cluster }];
  }
  // Nothing was written anywhere, and nothing will be: the API server is asked the same question.
  const isRefused = hasFailedEverywhere(finding) && refusalOf(planned) !== undefined;
  if (isRefused && isUntouched(finding, cluster)) return [];
  if (observed === undefined) {
    const expected = statusOn(finding, cluster);
    return [
      { ...differ(finding, { expected: expected ? expected : undefined, got: planned }), cluster },
    ];
  }
  return compareObjects(planned, observed).map((difference) => ({
    ...differ(finding, difference),
    path: difference.path,
    cluster,
  }));
}

/** Deleted, but held by a finalizer that somebody else put on it. */
function isGoing(observed: KubeObject): boolean {
  return mapAt(observed, "metadata").deletionTimestamp !== undefined;
}

/** Never written by the original, and still as it was: without the label nothing is touched. */
function isForeign(live: KubeObject | undefined, observed: KubeObject): boolean {
  const labels = mapAt(observed, "metadata", "labels");
  return labels[managedLabel] !== "true" && isDeepStrictEqual(live, observed);
}

function clustersOf({ observation, plan }: Finding): string[] {
  return [...new Set([...Object.keys(observation.members), ...plan.objects.keys()])].sort();
}

function differ(
  finding: Finding,
  { expected, got }: { readonly expected: unknown; readonly got: unknown },
): Difference {
  const { step, observation } = finding;
  const { namespace, name } = identityOf(observation.federated);
  const kind = textAt(observation.federated, "kind").replace(/^Federated/, "");
  const place = namespace === "" ? name : `${namespace}/${name}`;
  return { finding, step, object: `${kind} ${place}`, path: "", expected, got };
}
