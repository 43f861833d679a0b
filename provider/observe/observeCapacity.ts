import * as pulumi from "@pulumi/pulumi";
import type { KubeApi } from "../adapters/kubernetes/apiClient";
import { listObjects } from "../adapters/kubernetes/objects";
import type { KubeObject } from "../core/model";
import { type ClusterRoom, roomInCluster } from "../core/capacity/clusterRoom";
import { field, listField, mapField } from "../core/capacity/field";
import type { PodToPlace } from "../core/capacity/nodeRoom";
import { amountsOf, podRequests } from "../core/capacity/podRequests";
import { askClusters, type AskableCluster } from "./askClusters";
import { podsOf, readWorkload, type Workload } from "./objects/workload";

/** What is to run, and where. */
export interface ObserveCapacityArgs {
  readonly clusters: readonly AskableCluster[];
  /** What one pod asks for, as quantities: `{ cpu: "500m", memory: "1Gi" }`. @default those of `workload` */
  readonly requests?: Readonly<Record<string, string | number>>;
  /** The workload whose pods they are: the places of those that run count as room. @default none */
  readonly workload?: Workload;
  /** Labels that nodes must have. @default those of `workload` */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that the pods may be behind, as in a pod's spec. @default those of `workload` */
  readonly tolerations?: readonly object[];
  /** Whose ResourceQuotas bound the pods. @default that of `workload`, else none */
  readonly namespace?: string;
  /** For each cluster; all are asked at the same time. @default 10 */
  readonly timeoutSeconds?: number;
}

/** How many such pods each cluster can run, as a preference takes it (`observed`), and why. */
export interface ObservedCapacity {
  /** Of all clusters that answered. */
  readonly capacity: Record<string, number>;
  /** One sentence a cluster, which names each node's part. */
  readonly because: Record<string, string>;
  /** Clusters of which nothing is known, and why. */
  readonly unreachable: Record<string, string>;
}

/**
 * Counts how many pods of a size each member cluster has room for: allocatable less requested on every
 * node that would take them, within the quotas of their namespace. Shows what it found; a cluster that does
 * not answer is reported, not guessed.
 *
 * Affinity, topology spread, priorities and pods that wait for a node are not looked at.
 *
 * Example: `const { capacity } = await kubefed.observeCapacity({ clusters, requests: { cpu: "500m", memory: "1Gi" } });`
 */
export async function observeCapacity(args: ObserveCapacityArgs): Promise<ObservedCapacity> {
  const { clusters, timeoutSeconds, workload } = args;
  const what = workload === undefined ? "pods" : `${workload.kind} ${workload.name}`;
  const subject = `room for ${what}`;
  const ask = (api: KubeApi) => readRoom(api, args);
  const { answers, unreachable } = await askClusters({ subject, clusters, timeoutSeconds, ask });
  const capacity: Record<string, number> = {};
  const because: Record<string, string> = {};
  for (const [cluster, room] of answers) {
    capacity[cluster] = room.capacity;
    because[cluster] = room.because;
  }
  const found = Object.entries(because).map(([cluster, sentence]) => `${cluster}: ${sentence}`);
  await pulumi.log.info(`${subject} as observed: ${found.join("; ") || "nothing"}`);
  return { capacity, because, unreachable };
}

async function readRoom(api: KubeApi, args: ObserveCapacityArgs): Promise<ClusterRoom> {
  const { workload } = args;
  const namespace = args.namespace ?? workload?.namespace;
  const [object, ownPods, nodes, pods, quotas] = await Promise.all([
    workload === undefined ? undefined : readWorkload(api, workload),
    workload === undefined ? [] : podsOf(api, workload),
    listObjects(api, "/api/v1/nodes"),
    listObjects(api, "/api/v1/pods"),
    namespace === undefined
      ? []
      : listObjects(api, `/api/v1/namespaces/${namespace}/resourcequotas`),
  ]);
  const own = new Set(ownPods.map(nameOf));
  return roomInCluster({ pod: podToPlace(args, object), nodes, pods, own, quotas });
}

function podToPlace(args: ObserveCapacityArgs, object: KubeObject | undefined): PodToPlace {
  const spec = field(object, "spec", "template", "spec");
  const { requests, nodeSelector, tolerations } = args;
  if (requests === undefined && spec === undefined) {
    throw new Error("without the workload there, requests are needed");
  }
  return {
    requests: requests === undefined ? podRequests(spec) : amountsOf(requests),
    nodeSelector: nodeSelector ?? mapField(spec, "nodeSelector"),
    tolerations: tolerations ?? listField(spec, "tolerations"),
  };
}

function nameOf(pod: KubeObject): string {
  return `${String(field(pod, "metadata", "namespace"))}/${String(field(pod, "metadata", "name"))}`;
}
