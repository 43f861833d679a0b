/*
 * From a template to the object of every member cluster, with the reason of each decision and all issues.
 */

import { type ClusterObject, clusterObjects, objectsElsewhere } from "./clusterObject";
import { federatedType, type FederatedType } from "../kinds/federatedTypes";
import { errorsOf, type Issue, sortIssues } from "../issue";
import type { KubeObject } from "../model";
import { isPlainObject } from "../plain/plainObject";
import { compareText } from "../plain/text";
import { parsePointer, valueAt } from "../paths/jsonPointer";
import { validateOverrides } from "../overrides/overrideList";
import { type ClusterSelection, selectClusters } from "../placement/placement";
import type { ClusterPlan, PropagationPlan } from "./propagationPlan";
import type { PropagationRequest } from "./propagationRequest";
import { retainedPaths, type RetentionRequest } from "../retention/retention";
import type { Schedule } from "../scheduling/schedule";
import { schedule } from "../scheduling/scheduling";
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
  const scheduled = schedule(
    {
      replicasPath: type.replicasPath,
      kind: request.kind,
      key: `${request.namespace ?? "default"}/${request.name}`,
      fleet: request.clusters,
      selected: selection.selected,
    },
    request.scheduling,
  );
  const general = [
    ...validateTemplate(request),
    ...selection.issues,
    ...validateOverrides({ overrides: request.overrides, clusters: names }),
    ...scheduled.issues,
    ...decidedTwice(request, scheduled.paths),
    ...retainedPaths(withTemplate(request)).issues,
  ];
  const usable = errorsOf(general).length === 0;
  const given = selection.chosen.filter(({ cluster }) => !scheduled.refused.has(cluster));
  const byName = request.clusters.map((member) => [member.name, member] as const);
  const objectFor = usable ? clusterObjects(request, type) : undefined;
  const members = new Map(byName.reverse()); // The first of a name counts.
  const chosen = given.map(({ cluster, reason }) => {
    const fields = scheduled.shares.get(cluster)?.fields;
    const member = members.get(cluster) ?? { name: cluster };
    const result = objectFor?.({ member, fields });
    return {
      plan: toClusterPlan({ cluster, reason, scheduled, result }),
      issues: result?.issues ?? [],
    };
  });
  const refused = [...scheduled.refused].map(([cluster, reason]) => ({ cluster, reason }));
  const rejected = [...selection.rejected, ...refused].map(({ cluster, reason }): ClusterPlan => ({
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
    ...(request.scheduling !== undefined && "totalReplicas" in request.scheduling
      ? { totalReplicas: request.scheduling.totalReplicas }
      : {}),
    ...(scheduled.notes.length === 0 ? {} : { notes: scheduled.notes }),
    clusters: [...chosen.map(({ plan }) => plan), ...rejected].sort((a, b) =>
      compareText(a.cluster, b.cluster),
    ),
    issues: sortIssues(unique([...general, ...chosen.flatMap(({ issues }) => issues)])),
  };
}

/**
 * What clusters of other shards are to have, by name, without what preferences divide; nothing where the plan has
 * errors. Their own stacks render it: here it is compared with what they have had.
 */
export function planElsewhere(
  request: PropagationRequest,
  plan: PropagationPlan,
): Readonly<Record<string, KubeObject>> {
  if (errorsOf(plan.issues).length > 0) return {};
  return objectsElsewhere(request, { type: typeOf(request), clusters: plan.clusters });
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

/** A preference decides its fields, as in KubeFed; an override of one of them would be lost in silence. */
function decidedTwice(request: PropagationRequest, paths: readonly string[]): Issue[] {
  return paths.flatMap((decided) => {
    const tokens = parsePointer(decided) ?? [];
    return (request.overrides ?? []).flatMap((override, index) => {
      const at = `overrides[${index}]`;
      const patched = (override.clusterOverrides ?? []).flatMap(({ path }, place) =>
        path === decided || path === tokens.join(".")
          ? [lostOverride(`${at}.clusterOverrides[${place}].path`, path)]
          : [],
      );
      const isMerged = valueAt(override.merge, tokens) !== undefined;
      const merged = isMerged ? [lostOverride([at, "merge", ...tokens].join("."), decided)] : [];
      return [...patched, ...merged];
    });
  });
}

function lostOverride(path: string, came: string): Issue {
  const field = came.slice(Math.max(came.lastIndexOf("/"), came.lastIndexOf(".")) + 1);
  const message = `"${came}" has no effect: scheduling decides the ${field}; leave out one of them`;
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
  scheduled: Schedule;
  result: ClusterObject | undefined;
}): ClusterPlan {
  const { cluster, reason, scheduled, result } = entry;
  const { replicas, because, fields } = scheduled.shares.get(cluster) ?? {};
  const { object, ignoreChanges, scaledField } = result?.rendered ?? {};
  return {
    cluster,
    selected: true,
    reason,
    overrides: result?.applied ?? [],
    ...(replicas === undefined ? {} : { replicas }),
    ...(because === undefined ? {} : { because }),
    ...(object === undefined ? {} : { ignoreChanges, object }),
    ...(scaledField === undefined ? {} : { scaledField }),
    ...dividedOf(fields),
  };
}

function dividedOf(
  fields: readonly { readonly path: string }[] = [],
): Pick<ClusterPlan, "divided"> {
  return fields.length === 0 ? {} : { divided: fields.map(({ path }) => path) };
}

/** The same problem on every cluster is one problem. */
function unique(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const key = JSON.stringify([issue.code, issue.path, issue.message]);
    return !seen.has(key) && seen.add(key);
  });
}
