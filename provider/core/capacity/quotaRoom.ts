import { field, listField, mapField } from "./field";
import { add, amountsOf, podRequests, type ResourceAmounts } from "./podRequests";

/** The quotas of a namespace and the pods that count against them. */
export interface QuotaRoomRequest {
  readonly quotas: readonly unknown[];
  readonly requests: ResourceAmounts;
  /** Pods whose part of the quota is free for the taking. */
  readonly own: readonly unknown[];
}

/** How many such pods the quotas of a namespace allow. */
export interface QuotaRoom {
  readonly pods: number;
  /** Which quota, and what of it. */
  readonly limit: string;
}

/** What a quota calls the requests of a pod. */
const resourceNames: Readonly<Record<string, string>> = {
  cpu: "cpu",
  memory: "memory",
  "requests.cpu": "cpu",
  "requests.memory": "memory",
  "requests.ephemeral-storage": "ephemeral-storage",
};

const one = 1_000_000_000n;

/**
 * How many such pods the ResourceQuotas of their namespace allow; `undefined` where none limits them.
 * Quotas with scopes are for some pods only and are not looked at.
 *
 * @example
 * quotaRoom({ quotas: [{ metadata: { name: "small" }, status: { hard: { pods: "5" }, used: { pods: "3" } } }], requests: new Map(), own: [] })
 * //=> { pods: 2, limit: 'quota "small", pods' }
 */
export function quotaRoom(request: QuotaRoomRequest): QuotaRoom | undefined {
  const rooms = request.quotas
    .filter((quota) => listField(quota, "spec", "scopes").length === 0)
    .filter((quota) => field(quota, "spec", "scopeSelector") === undefined)
    .flatMap((quota) => roomsIn(quota, request));
  return rooms.sort((a, b) => a.pods - b.pods)[0];
}

function roomsIn(quota: unknown, { requests, own }: QuotaRoomRequest): QuotaRoom[] {
  const used = amountsOf(mapField(quota, "status", "used"));
  const ownRequests = own.map((pod) => podRequests(field(pod, "spec"))).reduce(add, new Map());
  return [...amountsOf(mapField(quota, "status", "hard"))].flatMap(([name, hard]) => {
    const isCount = name === "pods" || name === "count/pods";
    const resource = resourceNames[name] ?? "";
    const each = isCount ? one : (requests.get(resource) ?? 0n);
    if (each === 0n) return [];
    const mine = isCount ? BigInt(own.length) * one : (ownRequests.get(resource) ?? 0n);
    const left = hard - (used.get(name) ?? 0n) + mine;
    const pods = Math.max(0, Number(left / each));
    return [{ pods, limit: `quota "${String(field(quota, "metadata", "name"))}", ${name}` }];
  });
}
