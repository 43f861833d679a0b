import { isPlainObject } from "../../core/plain/plainObject";
import { maskValue, secretText } from "./masking";
import type { OverrideStep, PlanDecisions } from "./model";
import { textOf } from "../../core/plain/text";
import { mapAt } from "../../core/plain/fields";

/** A cluster in the plan that a component registered. */
export interface RegisteredCluster {
  readonly cluster: string;
  readonly selected: boolean;
  readonly reason: string;
  readonly replicas?: number;
  readonly because?: string;
  /** Its share of the requests, where what is planned is no object but shares. */
  readonly weight?: number;
  /** Why its object waits, on a cluster that cannot be reached. */
  readonly deferred?: string;
  readonly overrides: readonly OverrideStep[];
  /** What the program wants there, masked leaf by leaf; only where the engine would hide too much. */
  readonly object?: unknown;
}

/** The plan that a component registered as its output. */
export interface RegisteredPlan {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly namespace?: string;
  readonly clusters: readonly RegisteredCluster[];
  readonly decisions?: PlanDecisions;
}

/**
 * Reads the plan among a component's outputs; undefined where there is none, as in components that are
 * no federated object. Values are masked.
 *
 * @example
 * registeredPlan({ plan: { kind: "ConfigMap", apiVersion: "v1", name: "cfg", clusters: [] } }).name
 * //=> "cfg"
 */
export function registeredPlan(outputs: unknown): RegisteredPlan | undefined {
  const { plan, deferred, decisions: given } = mapAt(maskValue(outputs));
  if (!isPlainObject(plan) || !Array.isArray(plan.clusters)) return undefined;
  const { kind, apiVersion, name, namespace } = plan;
  if (typeof kind !== "string" || typeof name !== "string") return undefined;
  const { overrides, objects, ...decisions } = mapAt(given);
  const [steps, waiting, shown] = [overrides, deferred, objects].map((each) => mapAt(each));
  return {
    kind,
    apiVersion: textOf(apiVersion),
    name,
    ...(typeof namespace === "string" ? { namespace } : {}),
    clusters: plan.clusters.filter(isPlainObject).map((each) => {
      const name = textOf(each.cluster);
      const own = steps?.[name];
      return clusterOf({
        kind,
        cluster: each,
        overrides: Array.isArray(own) ? own : each.overrides,
        deferred: waiting?.[name],
        object: shown?.[name],
      });
    }),
    ...(isPlainObject(given) ? { decisions } : {}),
  };
}

function clusterOf(given: {
  kind: string;
  cluster: Readonly<Record<string, unknown>>;
  overrides: unknown;
  deferred: unknown;
  object: unknown;
}): RegisteredCluster {
  const { kind, cluster, overrides, deferred, object } = given;
  const { replicas, because, weight } = cluster;
  return {
    cluster: textOf(cluster.cluster),
    selected: cluster.selected === true,
    reason: textOf(cluster.reason),
    ...(typeof replicas === "number" ? { replicas } : {}),
    ...(typeof because === "string" ? { because } : {}),
    ...(typeof weight === "number" ? { weight } : {}),
    ...(typeof deferred === "string" ? { deferred } : {}),
    ...(object === undefined ? {} : { object }),
    overrides: (Array.isArray(overrides) ? overrides : [])
      .filter(isPlainObject)
      .map((each) => stepOf(each, kind)),
  };
}

function stepOf(step: Readonly<Record<string, unknown>>, kind: string): OverrideStep {
  const path = textOf(step.path);
  const isSecret = kind === "Secret" && /^\/?(data|stringData)\b/.test(path);
  const shown = (value: unknown): unknown => (isSecret ? secretText : value);
  return {
    // Programs of the edition before say `rule`.
    override: textOf(step.override ?? step.rule),
    op: opOf(step.op),
    path,
    ...(step.from === undefined ? {} : { from: shown(step.from) }),
    ...(step.to === undefined ? {} : { to: shown(step.to) }),
  };
}

function opOf(op: unknown): OverrideStep["op"] {
  return op === "add" || op === "remove" || op === "merge" ? op : "replace";
}
