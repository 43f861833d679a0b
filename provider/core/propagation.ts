import { type ClusterObject, planClusterObject } from "./clusterObject";
import { divide, type Division } from "./division";
import { federatedType, type FederatedType } from "./federatedTypes";
import { compareText, errorsOf, type Issue, isPlainObject, sortIssues } from "./issue";
import { parsePointer, valueAt } from "./jsonPointer";
import { validateOverrides } from "./overrideList";
import { type ClusterSelection, selectClusters } from "./placement";
import type { ClusterPlan, PropagationPlan } from "./propagationPlan";
import type { PropagationRequest } from "./propagationRequest";
import { retainedPaths, type RetentionRequest } from "./retention";
import { validateTemplate } from "./template";

/**
 * Computes the object of every member cluster: template, then overrides in their order, then the
 * replicas of a preference, then the managed label. One entry per member cluster, selected or not.
 *
 * - Replicas are divided over the clusters that placement *and* namespace leave.
 * - Fields that a member cluster owns are not removed but listed in `ignoreChanges`, except where an
 *   override or a preference sets them: those beat retention.
 * - With any error among `issues` nothing may be written.
 *
 * Source: KubeFed `pkg/controller/sync/resource.go`, `dispatch/managed.go`, `util/overrides.go`.
 *
 * @example
 * planPropagation({ kind: "ConfigMap", apiVersion: "v1", name: "cfg", template: { data: { tier: "gold" } }, clusters: [{ name: "eu" }, { name: "us" }], placement: { clusterNames: ["eu"] }, managedLabel: false }).clusters
 * //=> [{ cluster: "eu", selected: true, reason: "named", overrides: [], ignoreChanges: [], object: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cfg" }, data: { tier: "gold" } } }, { cluster: "us", selected: false, reason: "not named", overrides: [] }]
 */
export function planPropagation(request: PropagationRequest): PropagationPlan {
  const type = typeOf(request);
  const names = request.clusters.map(({ name }) => name);
  const selection = select(request);
  const division = divide({
    scheduling: request.scheduling,
    replicasPath: type.replicasPath,
    kind: request.kind,
    key: `${request.namespace ?? "default"}/${request.name}`,
    fleet: request.clusters,
    selected: selection.selected,
  });
  const general = [
    ...validateTemplate(request),
    ...selection.issues,
    ...validateOverrides({ overrides: request.overrides, clusters: names }),
    ...division.issues,
    ...replicasTwice(request, type),
    ...retainedPaths(withTemplate(request)).issues,
  ];
  const usable = errorsOf(general).length === 0;
  const chosen = selection.chosen.map(({ cluster, reason }) => {
    const result = usable
      ? planClusterObject({ request, type, cluster, replicas: division.replicas.get(cluster) })
      : undefined;
    return {
      plan: toClusterPlan({ cluster, reason, division, result }),
      issues: result?.issues ?? [],
    };
  });
  const rejected = selection.rejected.map(({ cluster, reason }): ClusterPlan => ({
    cluster,
    selected: false,
    reason,
    overrides: [],
  }));
  return {
    kind: request.kind,
    apiVersion: type.apiVersion,
    name: request.name,
    ...(type.scope === "Cluster" || request.namespace === undefined
      ? {}
      : { namespace: request.namespace }),
    ...(request.scheduling === undefined
      ? {}
      : { totalReplicas: request.scheduling.totalReplicas }),
    ...(division.notes.length === 0 ? {} : { notes: division.notes }),
    clusters: [...chosen.map(({ plan }) => plan), ...rejected].sort((a, b) =>
      compareText(a.cluster, b.cluster),
    ),
    issues: sortIssues(unique([...general, ...chosen.flatMap(({ issues }) => issues)])),
  };
}

function typeOf({
  apiVersion,
  kind,
  template,
  scope,
  replicasPath,
}: PropagationRequest): FederatedType {
  const own = isPlainObject(template) ? template.apiVersion : undefined;
  const type = federatedType(typeof own === "string" ? own : apiVersion, kind);
  return {
    ...type,
    ...(scope === undefined ? {} : { scope }),
    ...(replicasPath === undefined ? {} : { replicasPath }),
  };
}

function withTemplate(request: PropagationRequest): RetentionRequest {
  return { ...request, template: isPlainObject(request.template) ? request.template : {} };
}

/** A preference decides the replicas, as in KubeFed; an override of them would be lost in silence. */
function replicasTwice(request: PropagationRequest, { replicasPath }: FederatedType): Issue[] {
  if (request.scheduling === undefined || replicasPath === undefined) return [];
  const tokens = parsePointer(replicasPath) ?? [];
  return (request.overrides ?? []).flatMap((override, index) => {
    const at = `overrides[${index}]`;
    const patched = (override.clusterOverrides ?? []).flatMap(({ path }, place) =>
      path === replicasPath || path === tokens.join(".")
        ? [lostOverride(`${at}.clusterOverrides[${place}].path`, path)]
        : [],
    );
    const isMerged = valueAt(override.merge, tokens) !== undefined;
    const merged = isMerged ? [lostOverride([at, "merge", ...tokens].join("."), replicasPath)] : [];
    return [...patched, ...merged];
  });
}

function lostOverride(path: string, came: string): Issue {
  const message = `"${came}" has no effect: scheduling decides the replicas; leave out one of them`;
  return { code: "override-duplicate-path", severity: "warning", path, message };
}

function select({
  clusters,
  placement,
  namespace,
  namespacePlacement,
}: PropagationRequest): ClusterSelection {
  if (namespacePlacement === undefined) return selectClusters({ clusters, placement });
  const within = selectClusters({ clusters, placement: namespacePlacement });
  const outside = `outside namespace "${namespace ?? "default"}"`;
  return selectClusters({ clusters, placement, within: within.selected, outside });
}

function toClusterPlan(entry: {
  cluster: string;
  reason: string;
  division: Division;
  result: ClusterObject | undefined;
}): ClusterPlan {
  const { cluster, reason, division, result } = entry;
  const [replicas, because] = [division.replicas.get(cluster), division.because.get(cluster)];
  return {
    cluster,
    selected: true,
    reason,
    overrides: result?.applied ?? [],
    ...(replicas === undefined ? {} : { replicas }),
    ...(because === undefined ? {} : { because }),
    ...(result === undefined ? {} : { ignoreChanges: result.ignoreChanges, object: result.object }),
  };
}

/** The same problem on every cluster is one problem. */
function unique(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const key = JSON.stringify([issue.code, issue.path, issue.message]);
    return !seen.has(key) && seen.add(key);
  });
}
