import type { KubeObject, Override, Placement } from "../../provider/core/model";
import { planPropagation } from "../../provider/core/objects/propagation";
import type { ClusterPlan, PropagationPlan } from "../../provider/core/objects/propagationPlan";
import type { PropagationRequest } from "../../provider/core/objects/propagationRequest";
import { deepFreeze } from "./deepFreeze";

/** Three member clusters, two of them for production. */
const clusters = [
  { name: "us", labels: { tier: "prod", region: "us" } },
  { name: "eu", labels: { tier: "prod", region: "eu" } },
  { name: "lab" },
];
const everywhere: Placement = { clusterSelector: {} };

/** The plan of a ConfigMap "settings" in "shop", everywhere and without label, but for what is given. */
export function plan(request: Partial<PropagationRequest>): PropagationPlan {
  const about = { kind: "ConfigMap", apiVersion: "v1", name: "settings", namespace: "shop" };
  return planPropagation(
    deepFreeze({ ...about, clusters, placement: everywhere, managedLabel: false, ...request }),
  );
}

/** The same for a Deployment "web" of one replica. */
export function deployment(request: Partial<PropagationRequest>): PropagationPlan {
  const template = { spec: { replicas: 1, paused: true } };
  return plan({ kind: "Deployment", apiVersion: "apps/v1", name: "web", template, ...request });
}

/** What a member cluster gets by a plan. */
export function on(planned: PropagationPlan, cluster: string): ClusterPlan {
  const found = planned.clusters.find((each) => each.cluster === cluster);
  if (found === undefined) throw new Error(`the plan has no cluster "${cluster}"`);
  return found;
}

/** The object that a member cluster gets. */
export function objectOn(planned: PropagationPlan, cluster: string): KubeObject | undefined {
  return on(planned, cluster).object;
}

/** Every issue of a plan as `severity code path`. */
export function issuesOf({ issues }: Pick<PropagationPlan, "issues">): string[] {
  return issues.map(({ severity = "error", code, path }) => `${severity} ${code} ${path}`);
}

/** Overrides of one member cluster, "us". */
export function forUs(...clusterOverrides: NonNullable<Override["clusterOverrides"]>): Override[] {
  return [{ clusterName: "us", clusterOverrides }];
}
