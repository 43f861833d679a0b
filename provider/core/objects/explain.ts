import { alignedLines, count } from "../plain/text";
import type { ClusterPlan, PropagationPlan } from "./propagationPlan";

/** How many clusters a preview line names before it counts the rest. */
const namedClusters = 8;

/**
 * The text a person reads: a title, a row per member cluster with what it gets and why, and what there is
 * to say about the replicas as a whole.
 * Plain text, aligned, without values, so that no secret can be in it.
 */
export function renderPlan(plan: PropagationPlan): string {
  const rows = alignedLines(
    plan.clusters.map((cluster) => [cluster.cluster, gets(cluster, plan), why(cluster)]),
  );
  const lines = plan.clusters.flatMap((cluster, index) => [
    `  ${rows[index] ?? ""}`,
    ...cluster.overrides.map(({ op, path, override }) => `      ${op} ${path}  (${override})`),
  ]);
  const notes = (plan.notes ?? []).map((note) => `  ${note}`);
  return [title(plan), ...lines, ...notes].join("\n");
}

/**
 * The same on one line, for the preview of one environment: which clusters, how many replicas each
 * and why, which clusters not and why. Names at most eight clusters of each sort.
 *
 * Example: `[dev] ConfigMap shop/settings on 2 of 3 member clusters, named: eu-west (1 override),
 * us-east; left out: ap-south (not named)`.
 */
export function renderPlanLine(plan: PropagationPlan, environment: string): string {
  const selected = plan.clusters.filter((cluster) => cluster.selected);
  const rejected = plan.clusters.filter((cluster) => !cluster.selected);
  const named = selected.slice(0, namedClusters).map(brief);
  const more = selected.length - named.length;
  // One placement decides for all, so one reason holds for every selected cluster.
  const reason = selected[0]?.reason ?? "";
  return [
    `[${environment}] ${title(plan)}`,
    selected.length === 0 ? "" : `, ${reason}: ${named.join(", ")}`,
    more > 0 ? ` and ${more} more` : "",
    rejected.length === 0 ? "" : `; left out: ${leftOut(rejected)}`,
    ...(plan.notes ?? []).map((note) => `; ${note}`),
  ].join("");
}

function title(plan: PropagationPlan): string {
  const selected = plan.clusters.filter((cluster) => cluster.selected).length;
  const name = plan.namespace === undefined ? plan.name : `${plan.namespace}/${plan.name}`;
  const replicas =
    plan.totalReplicas === undefined ? "" : ` with ${count(plan.totalReplicas, "replica")}`;
  const total = count(plan.clusters.length, "member cluster");
  return `${plan.kind} ${name}${replicas} on ${selected} of ${total}`;
}

function gets(cluster: ClusterPlan, plan: PropagationPlan): string {
  if (!cluster.selected) return "-";
  return cluster.replicas === undefined ? plan.kind : count(cluster.replicas, "replica");
}

function why(cluster: ClusterPlan): string {
  return cluster.because === undefined ? cluster.reason : `${cluster.reason}; ${cluster.because}`;
}

function brief(cluster: ClusterPlan): string {
  const parts = [
    ...(cluster.because === undefined ? [] : [cluster.because]),
    ...(cluster.overrides.length === 0 ? [] : [count(cluster.overrides.length, "override")]),
  ];
  const replicas = cluster.replicas === undefined ? "" : ` ${cluster.replicas}`;
  return `${cluster.cluster}${replicas}${parts.length === 0 ? "" : ` (${parts.join("; ")})`}`;
}

/** `ap-south, eu-north (not named)`, grouped by reason. */
function leftOut(rejected: readonly ClusterPlan[]): string {
  const groups = new Map<string, string[]>();
  for (const { cluster, reason } of rejected)
    groups.set(reason, [...(groups.get(reason) ?? []), cluster]);
  return [...groups]
    .map(([reason, names]) => {
      const named = names.slice(0, namedClusters).join(", ");
      const more = names.length > namedClusters ? ` and ${names.length - namedClusters} more` : "";
      return `${named}${more} (${reason})`;
    })
    .join(", ");
}
