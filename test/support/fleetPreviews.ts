import { isDeepStrictEqual } from "node:util";
import { childName } from "../../provider/core/kinds/federatedTypes";
import type { KubeObject, MemberCluster } from "../../provider/core/model";
import { planPropagation } from "../../provider/core/objects/propagation";
import {
  type ClusterPlan,
  type PropagationPlan,
  summarisePlan,
} from "../../provider/core/objects/propagationPlan";
import type { StagesReport } from "../../provider/core/stages/stagesPlan";
import type { PropagationRequest } from "../../provider/core/objects/propagationRequest";
import { readEngineEvents } from "../../provider/report/plan/engineEvents";
import { fleetPlan } from "../../provider/report/plan/fleetPlan";
import type { FleetPlan } from "../../provider/report/plan/model";

/** A federated object before and after a change of the program; absent where it is not there. */
export interface ObjectChange {
  readonly before?: PropagationRequest;
  readonly after?: PropagationRequest;
}

const urnHead = "urn:pulumi:dev::shop::";

/** The events of a preview, as the engine writes them, for objects that the planner plans. */
export function previewEvents(
  clusters: readonly MemberCluster[],
  objects: readonly ObjectChange[],
  reports: readonly StagesReport[] = [],
): unknown[] {
  return [
    ...clusters.flatMap(clusterEvents),
    ...reports.flatMap(reportEvents),
    ...objects.flatMap(objectEvents),
    { summaryEvent: { result: "succeeded" } },
  ];
}

/** The plan of the fleet that such a preview gives. */
export function planOf(
  clusters: readonly MemberCluster[],
  objects: readonly ObjectChange[],
  reports: readonly StagesReport[] = [],
): FleetPlan {
  const preview = readEngineEvents(previewEvents(clusters, objects, reports));
  return fleetPlan({ project: "shop", stack: "dev", preview });
}

function clusterEvents({ name, labels, region, zones }: MemberCluster): unknown[] {
  const urn = `${urnHead}kubefed:index:KubeFedCluster::${name}`;
  const outputs = { clusterName: name, labels: labels ?? {}, region, zones: zones ?? [] };
  return componentEvents({ urn, type: "kubefed:index:KubeFedCluster", op: "same", outputs });
}

function reportEvents(report: StagesReport): unknown[] {
  const { strategy } = report;
  const type = "kubefed:index:StagedUpdateAttempts";
  const urn = `${urnHead}kubefed:index:StagedUpdateStrategy$${type}::${strategy}-attempts`;
  const outputs = { attempts: "{}", decisions: JSON.stringify(report) };
  return componentEvents({ urn, type, op: "same", outputs });
}

function componentEvents(component: {
  urn: string;
  type: string;
  op: string;
  outputs?: unknown;
  before?: unknown;
}): unknown[] {
  const { urn, type, op, outputs, before } = component;
  const old = before === undefined ? undefined : { outputs: before };
  const isGone = op === "delete";
  return [
    {
      resourcePreEvent: { metadata: { op, urn, type, old, new: isGone ? null : { outputs: {} } } },
    },
    ...(isGone ? [] : [{ resOutputsEvent: { metadata: { op, urn, type, new: { outputs } } } }]),
  ];
}

function objectEvents({ before, after }: ObjectChange): unknown[] {
  const [old, now] = [before, after].map((request) =>
    request === undefined ? undefined : planPropagation(request),
  );
  const plan = now ?? old;
  if (plan === undefined) return [];
  const type = `kubefed:index:Federated${plan.kind}`;
  const urn = `${urnHead}${type}::${plan.name}`;
  const op = old === undefined ? "create" : now === undefined ? "delete" : "same";
  const names = [...new Set([old, now].flatMap((each) => (each?.clusters ?? []).map(nameOf)))];
  return [
    ...componentEvents({
      urn,
      type,
      op,
      outputs: now === undefined ? undefined : { plan: summarisePlan(now) },
      ...(old === undefined ? {} : { before: { plan: summarisePlan(old) } }),
    }),
    ...names.flatMap((cluster) =>
      childEvents({ urn, plan, cluster, old: objectOn(old, cluster), now: objectOn(now, cluster) }),
    ),
  ];
}

function nameOf({ cluster }: ClusterPlan): string {
  return cluster;
}

function objectOn(plan: PropagationPlan | undefined, cluster: string): KubeObject | undefined {
  return plan?.clusters.find((each) => each.cluster === cluster)?.object;
}

function childEvents(child: {
  urn: string;
  plan: PropagationPlan;
  cluster: string;
  old: KubeObject | undefined;
  now: KubeObject | undefined;
}): unknown[] {
  const { urn: parent, plan, cluster, old, now } = child;
  if (old === undefined && now === undefined) return [];
  const type = `kubernetes:${plan.apiVersion}:${plan.kind}`;
  const urn = `${parent.replace(/::[^:]*$/, "")}$${type}::${childName(plan.name, cluster)}`;
  const state = (inputs: KubeObject | undefined) =>
    inputs === undefined ? null : { custom: true, parent, inputs, outputs: {} };
  const metadata = { op: opOf(old, now), urn, type, old: state(old), new: state(now) };
  return [{ resourcePreEvent: { metadata } }];
}

function opOf(old: KubeObject | undefined, now: KubeObject | undefined): string {
  if (old === undefined) return "create";
  if (now === undefined) return "delete";
  return isDeepStrictEqual(old, now) ? "same" : "update";
}
