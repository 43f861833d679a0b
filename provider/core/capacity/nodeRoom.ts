import { field, listField, mapField } from "./field";
import { amountsOf, type ResourceAmounts } from "./podRequests";

/** A pod that is to be placed, as far as counting its room goes. */
export interface PodToPlace {
  readonly requests: ResourceAmounts;
  /** Labels that its node must have. */
  readonly nodeSelector?: Readonly<Record<string, unknown>>;
  /** As in a pod's spec. */
  readonly tolerations?: readonly unknown[];
}

/** A node, and what is taken of it. */
export interface NodeToFill {
  readonly node: unknown;
  /** Requests of the pods on it, added up. */
  readonly requested: ResourceAmounts;
  readonly podCount: number;
}

/** How many such pods a node has room for. */
export interface NodeRoom {
  readonly node: string;
  readonly pods: number;
  /** What allows no more: a resource, or why the node takes none. */
  readonly limit: string;
}

/**
 * How many more such pods fit on one node: allocatable less requested, and none where the scheduler would
 * not put them (cordoned, not ready, a taint that they do not tolerate, another `nodeSelector`).
 *
 * Affinity, topology spread and preemption are not looked at, so it may be more than the scheduler places.
 *
 * @example
 * roomOnNode({ node: { metadata: { name: "n1" }, status: { allocatable: { cpu: "2", pods: "110" } } }, requested: new Map([["cpu", 500000000n]]), podCount: 1 }, { requests: new Map([["cpu", 700000000n]]) })
 * //=> { node: "n1", pods: 2, limit: "cpu" }
 */
export function roomOnNode(filled: NodeToFill, pod: PodToPlace): NodeRoom {
  const { node, requested, podCount } = filled;
  const name = String(field(node, "metadata", "name"));
  const refusal = refusalOf(node, pod);
  if (refusal !== undefined) return { node: name, pods: 0, limit: refusal };
  const allocatable = amountsOf(mapField(node, "status", "allocatable"));
  const slots = (allocatable.get("pods") ?? 0n) / 1_000_000_000n - BigInt(podCount);
  let tightest = { limit: "pods", pods: slots };
  for (const [resource, each] of pod.requests) {
    if (each === 0n) continue;
    const left = (allocatable.get(resource) ?? 0n) - (requested.get(resource) ?? 0n);
    const pods = left / each;
    if (pods < tightest.pods) tightest = { limit: resource, pods };
  }
  return { node: name, pods: Math.max(0, Number(tightest.pods)), limit: tightest.limit };
}

function refusalOf(node: unknown, pod: PodToPlace): string | undefined {
  if (field(node, "spec", "unschedulable") === true) return "cordoned";
  if (isNotReady(node)) return "not ready";
  const taint = listField(node, "spec", "taints").find(
    (each) =>
      field(each, "effect") !== "PreferNoSchedule" &&
      !(pod.tolerations ?? []).some((toleration) => tolerates(toleration, each)),
  );
  if (taint !== undefined) return `taint ${String(field(taint, "key"))}`;
  const labels = mapField(node, "metadata", "labels");
  const missing = Object.entries(pod.nodeSelector ?? {}).find(
    ([key, value]) => labels[key] !== value,
  );
  return missing === undefined ? undefined : `no label ${missing[0]}=${String(missing[1])}`;
}

/** A node that says nothing about itself is taken for ready. */
function isNotReady(node: unknown): boolean {
  return listField(node, "status", "conditions").some(
    (condition) => field(condition, "type") === "Ready" && field(condition, "status") !== "True",
  );
}

/** Source: Kubernetes `core/v1/toleration.go`, ToleratesTaint. */
function tolerates(toleration: unknown, taint: unknown): boolean {
  const [effect, key] = [field(toleration, "effect"), field(toleration, "key")];
  if (isGiven(effect) && effect !== field(taint, "effect")) return false;
  if (isGiven(key) && key !== field(taint, "key")) return false;
  const operator = field(toleration, "operator");
  if (operator === "Exists") return true;
  return (field(toleration, "value") ?? "") === (field(taint, "value") ?? "");
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
