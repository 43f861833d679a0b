/*
 * How much runs on a cluster and how much would fit: pods, nodes, quotas, quantities, as KubeFed read them.
 */

import { compareText } from "../plain/text";
import { field } from "./field";
import { type NodeRoom, type PodToPlace, roomOnNode } from "./nodeRoom";
import { add, podRequests, type ResourceAmounts } from "./podRequests";
import { quotaRoom } from "./quotaRoom";

/** A cluster as it was read, and the pods that it should run. */
export interface ClusterRoomRequest {
  readonly pod: PodToPlace;
  readonly nodes: readonly unknown[];
  /** All pods of the cluster. */
  readonly pods: readonly unknown[];
  /** Names, with namespace (`shop/web-1`), of pods whose room is free for the taking. @default none */
  readonly own?: ReadonlySet<string>;
  /** The ResourceQuotas of the namespace that the pods go to. @default none */
  readonly quotas?: readonly unknown[];
}

/** How many such pods a cluster can run. */
export interface ClusterRoom {
  /** With the places of its `own` pods. */
  readonly capacity: number;
  /** One sentence that names each node's part. */
  readonly because: string;
}

/** How many nodes a sentence names before it counts the rest. */
const NAMED_NODES = 6;

/**
 * How many such pods fit on the nodes of a cluster, those included whose places are their own already.
 *
 * Pods that are finished take no room; pods that wait for a node take none either, so two workloads that
 * ask at the same time may both be told of the same room.
 *
 * @example
 * roomInCluster({ pod: { requests: new Map() }, nodes: [{ metadata: { name: "n1" }, status: { allocatable: { pods: "2" } } }], pods: [] })
 * //=> { capacity: 2, because: "room for 2: n1 2 (pods)" }
 */
export function roomInCluster(request: ClusterRoomRequest): ClusterRoom {
  const { pod, nodes, quotas = [] } = request;
  const taken = takenByNode(request);
  const rooms = nodes
    .map((node) => {
      const { requested, podCount } = taken.get(String(field(node, "metadata", "name"))) ?? empty;
      return roomOnNode({ node, requested, podCount }, pod);
    })
    .sort((a, b) => compareText(a.node, b.node));
  const onNodes = rooms.reduce((sum, { pods }) => sum + pods, 0);
  const quota = quotaRoom({ quotas, requests: pod.requests, own: ownPods(request) });
  const capacity = Math.min(onNodes, quota?.pods ?? Infinity);
  const cut =
    quota !== undefined && quota.pods < onNodes ? `, cut to ${quota.pods} by ${quota.limit}` : "";
  return { capacity, because: `room for ${capacity}: ${listRooms(rooms)}${cut}` };
}

interface Taken {
  readonly requested: ResourceAmounts;
  readonly podCount: number;
}

const empty: Taken = { requested: new Map(), podCount: 0 };

function takenByNode(request: ClusterRoomRequest): ReadonlyMap<string, Taken> {
  const taken = new Map<string, Taken>();
  for (const pod of request.pods) {
    const node = field(pod, "spec", "nodeName");
    if (typeof node !== "string" || isFinished(pod) || isOwn(pod, request)) continue;
    const { requested, podCount } = taken.get(node) ?? empty;
    const sum = add(requested, podRequests(field(pod, "spec")));
    taken.set(node, { requested: sum, podCount: podCount + 1 });
  }
  return taken;
}

function ownPods(request: ClusterRoomRequest): readonly unknown[] {
  return request.pods.filter((pod) => isOwn(pod, request) && !isFinished(pod));
}

function isOwn(pod: unknown, { own }: ClusterRoomRequest): boolean {
  const [namespace, name] = [field(pod, "metadata", "namespace"), field(pod, "metadata", "name")];
  return own?.has(`${String(namespace)}/${String(name)}`) ?? false;
}

function isFinished(pod: unknown): boolean {
  const phase = field(pod, "status", "phase");
  return phase === "Succeeded" || phase === "Failed";
}

function listRooms(rooms: readonly NodeRoom[]): string {
  if (rooms.length === 0) return "no nodes";
  const named = rooms
    .slice(0, NAMED_NODES)
    .map(({ node, pods, limit }) => `${node} ${pods} (${limit})`);
  const more = rooms.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more nodes` : ""}`;
}
