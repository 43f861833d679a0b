import { errorsOf, type Issue } from "../../../provider/core/issue";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { KubeObject } from "../../../provider/core/model";
import { planPropagation } from "../../../provider/core/objects/propagation";
import type { ClusterPlan } from "../../../provider/core/objects/propagationPlan";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { type Retained, retainFields } from "../original/liveFields";
import { mapAt } from "../reading";

/** What each member cluster gets by our plan, the objects already there taken into account. */
export interface MemberPlan {
  /** The errors; with any, nothing is written. */
  readonly errors: readonly Issue[];
  readonly objects: ReadonlyMap<string, KubeObject>;
}

/** The objects that the member clusters have, by cluster. */
export type LiveObjects = ReadonlyMap<string, KubeObject>;

/**
 * Plans in the original's order: template, the fields that a member cluster owns, overrides, label.
 * So an object that is already there goes into the template, and the whole is planned as usual.
 */
export function planMembers(request: PropagationRequest, live: LiveObjects): MemberPlan {
  const first = planPropagation(request);
  const selected = first.clusters
    .filter((cluster) => cluster.selected)
    .map(({ cluster }) => cluster);
  const retained = live.size === 0 ? new Map<string, Retained>() : retainOn(request, live);
  const objects = new Map<string, KubeObject>();
  const issues: Issue[] = selected.length === 0 ? [...first.issues] : [];
  for (const cluster of selected) {
    const kept = retained.get(cluster);
    const plan =
      kept === undefined ? first : planPropagation({ ...request, template: kept.object });
    const object = entryOf(plan.clusters, cluster)?.object;
    if (object !== undefined) objects.set(cluster, object);
    // The live object of this cluster says nothing about what goes wrong on another.
    const ofCluster = plan.issues.filter((issue) => {
      const about = clusterOf(issue, request);
      return about === undefined || about === cluster || !selected.includes(about);
    });
    issues.push(...(kept?.issues ?? []), ...ofCluster);
  }
  const errors = uniquely(errorsOf(issues));
  return { errors, objects: errors.length > 0 ? new Map() : objects };
}

/** The member cluster whose override an issue is about; `undefined` for one about the whole. */
export function clusterOf({ path }: Issue, request: PropagationRequest): string | undefined {
  const index = /^overrides\[(\d+)\]/.exec(path)?.[1];
  if (index !== undefined) return request.overrides?.[Number(index)]?.clusterName ?? undefined;
  // A cluster may be called like the beginning of another.
  return request.clusters
    .map(({ name }) => name)
    .filter((name) => path.startsWith(`overrides on ${name}.`))
    .sort((a, b) => b.length - a.length)[0];
}

/** The template of each member cluster that has the object already, with what it keeps. */
function retainOn(request: PropagationRequest, live: LiveObjects): Map<string, Retained> {
  const { kind, retainReplicas = false } = request;
  const bare = planPropagation({
    ...request,
    overrides: [],
    scheduling: undefined,
    managedLabel: false,
  });
  const retained = new Map<string, Retained>();
  for (const { cluster, object: desired } of bare.clusters) {
    const before = live.get(cluster);
    if (before === undefined || desired === undefined) continue;
    const given = { kind, desired, live: withNumbers(before), retainReplicas };
    retained.set(cluster, retainFields(given));
  }
  return retained;
}

/** The recordings hide port numbers, which have to be numbers to be retained. */
function withNumbers(live: KubeObject): KubeObject {
  if (live.kind !== "Service") return live;
  const spec = mapAt(live, "spec");
  const number = (from: KubeObject, key: string): KubeObject =>
    from[key] === "<assigned>" ? { ...from, [key]: 30000 } : from;
  const ports = Array.isArray(spec.ports)
    ? {
        ports: spec.ports.map((port: unknown) =>
          isPlainObject(port) ? number(port, "nodePort") : port,
        ),
      }
    : {};
  return { ...live, spec: { ...number(spec, "healthCheckNodePort"), ...ports } };
}

function entryOf(clusters: readonly ClusterPlan[], name: string): ClusterPlan | undefined {
  return clusters.find(({ cluster }) => cluster === name);
}

function uniquely(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()];
}
