/*
 * How objects and clusters are doing, each and rolled up.
 */

import { compareText } from "../plain/text";
import { mapAt } from "../plain/fields";

/** One condition of a Kubernetes object, as its controller wrote it. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** How one member cluster's object is doing. Counts are absent for kinds that have none. */
export interface ObjectStatus {
  readonly desired?: number;
  readonly ready?: number;
  readonly updated?: number;
  readonly conditions: readonly Condition[];
  /** Addresses or host names of its load balancer. */
  readonly loadBalancer: readonly string[];
}

/** How a federated object is doing: per cluster, and rolled up over all of them. */
export interface FederatedStatus extends ObjectStatus {
  readonly clusters: Readonly<Record<string, ObjectStatus>>;
}

/**
 * Reads the status of a live object: replicas of workloads, completions of Jobs, scheduled pods of
 * DaemonSets, conditions, load balancer addresses.
 *
 * @example
 * objectStatus({ kind: "Deployment", spec: { replicas: 3 }, status: { readyReplicas: 2, updatedReplicas: 3 } })
 * //=> { desired: 3, ready: 2, updated: 3, conditions: [], loadBalancer: [] }
 */
export function objectStatus(object: unknown): ObjectStatus {
  const { kind, spec, status } = mapAt(object);
  return {
    ...counts(typeof kind === "string" ? kind : "", mapAt(spec), mapAt(status)),
    conditions: conditionsOf(mapAt(status).conditions),
    loadBalancer: addressesOf(mapAt(mapAt(status).loadBalancer).ingress),
  };
}

/**
 * Rolls per-cluster statuses up: counts are summed; a condition is as good as on the worst cluster
 * that reports it, which the message names; addresses are united.
 */
export function rollUpStatus(clusters: Readonly<Record<string, ObjectStatus>>): FederatedStatus {
  const entries = Object.entries(clusters).sort(([a], [b]) => compareText(a, b));
  const statuses = entries.map(([, status]) => status);
  const sums = Object.fromEntries(
    (["desired", "ready", "updated"] as const).flatMap((field) => {
      const numbers = statuses.flatMap((status) => status[field] ?? []);
      return numbers.length === 0 ? [] : [[field, numbers.reduce((a, b) => a + b, 0)]];
    }),
  );
  return {
    ...sums,
    conditions: rollUpConditions(entries),
    loadBalancer: [...new Set(statuses.flatMap(({ loadBalancer }) => loadBalancer))].sort(
      compareText,
    ),
    clusters: Object.fromEntries(entries),
  };
}

/** Conditions that are bad news when they are true; one cluster is enough to report them. */
const badNews = new Set(["Failed", "FailureTarget", "ReplicaFailure", "Suspended"]);

type Counts = Pick<ObjectStatus, "desired" | "ready" | "updated">;

function counts(
  kind: string,
  spec: Record<string, unknown>,
  status: Record<string, unknown>,
): Counts {
  switch (kind) {
    case "Deployment":
    case "StatefulSet":
      return {
        desired: numberOr(spec.replicas, 1),
        ready: numberOr(status.readyReplicas, 0),
        updated: numberOr(status.updatedReplicas, 0),
      };
    case "ReplicaSet":
      return { desired: numberOr(spec.replicas, 1), ready: numberOr(status.readyReplicas, 0) };
    case "DaemonSet":
      return {
        desired: numberOr(status.desiredNumberScheduled, 0),
        ready: numberOr(status.numberReady, 0),
        updated: numberOr(status.updatedNumberScheduled, 0),
      };
    case "Job":
      return { desired: numberOr(spec.completions, 1), ready: numberOr(status.succeeded, 0) };
    default:
      return {};
  }
}

function conditionsOf(conditions: unknown): Condition[] {
  if (!Array.isArray(conditions)) return [];
  return conditions
    .map((each: unknown) => mapAt(each))
    .map((condition) => ({
      type: String(condition.type),
      status: String(condition.status),
      ...(typeof condition.reason === "string" ? { reason: condition.reason } : {}),
      ...(typeof condition.message === "string" ? { message: condition.message } : {}),
    }))
    .sort((a, b) => compareText(a.type, b.type));
}

function rollUpConditions(entries: readonly (readonly [string, ObjectStatus])[]): Condition[] {
  const types = new Set(entries.flatMap(([, status]) => status.conditions.map(({ type }) => type)));
  return [...types].sort(compareText).map((type) => {
    const reported = entries.flatMap(([cluster, status]) =>
      status.conditions
        .filter((each) => each.type === type)
        .map((condition) => ({ cluster, condition })),
    );
    const usual = badNews.has(type) ? "False" : "True";
    const differing = reported.find(({ condition }) => condition.status !== usual);
    if (differing === undefined) return { type, status: usual };
    const { cluster, condition } = differing;
    const detail = condition.message ?? condition.reason ?? condition.status;
    return { ...condition, message: `${cluster}: ${detail}` };
  });
}

function addressesOf(ingress: unknown): string[] {
  if (!Array.isArray(ingress)) return [];
  return ingress
    .map((each: unknown) => mapAt(each))
    .flatMap(({ ip, hostname }) => [ip, hostname].filter((each) => typeof each === "string"))
    .sort(compareText);
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}
