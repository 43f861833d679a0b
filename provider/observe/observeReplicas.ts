import * as pulumi from "@pulumi/pulumi";
import type { KubeApi } from "../adapters/kubernetes/apiClient";
import { analyzePods } from "../core/capacity/podAnalysis";
import { isSettled, type ReplicaState, replicaState } from "../core/capacity/replicaState";
import { askClusters, type AskableCluster } from "./askClusters";
import { podsOf, readWorkload, replicasPathOf, type Workload } from "./objects/workload";

/** Which workload is asked about, and where. */
export interface ObserveReplicasArgs extends Workload {
  readonly clusters: readonly AskableCluster[];
  /** For each cluster; all are asked at the same time. @default 10 */
  readonly timeoutSeconds?: number;
  /** How long a pod must have found no node before it counts as unschedulable. @default 60, as in KubeFed */
  readonly unschedulableAfterSeconds?: number;
}

/** What was read, as a preference takes it (`observed`), and why. */
export interface ObservedReplicas {
  /** Running and ready replicas; a cluster without the workload, or without an answer, has no entry. */
  readonly current: Record<string, number>;
  /** Room, for clusters whose unschedulable pods show that there is no more. */
  readonly capacity: Record<string, number>;
  /** One sentence a cluster. */
  readonly because: Record<string, string>;
  /** Clusters of which nothing is known, and why. */
  readonly unreachable: Record<string, string>;
}

/**
 * Reads how many replicas of a workload run in each member cluster, and where pods find no node, by the
 * rules of KubeFed's scheduler. Shows what it found; a cluster that does not answer is reported, not
 * guessed. At preview a cluster whose kubeconfig is not known yet counts as one that does not answer.
 *
 * Example: `const observed = await kubefed.observeReplicas({ clusters, kind: "Deployment", namespace: "shop", name: "web" });`
 *
 * Source: KubeFed `pkg/schedulingtypes/replicascheduler.go`, clustersReplicaState.
 */
export async function observeReplicas(args: ObserveReplicasArgs): Promise<ObservedReplicas> {
  const subject = `${args.kind} ${args.namespace}/${args.name}`;
  const { clusters, timeoutSeconds } = args;
  const ask = (api: KubeApi) => readState(api, args);
  const { answers, unreachable } = await askClusters({ subject, clusters, timeoutSeconds, ask });
  const current: Record<string, number> = {};
  const capacity: Record<string, number> = {};
  const because: Record<string, string> = {};
  for (const [cluster, state] of answers) {
    if (state.current !== undefined) current[cluster] = state.current;
    if (state.capacity !== undefined) capacity[cluster] = state.capacity;
    because[cluster] = state.because;
  }
  const found = Object.entries(because).map(([cluster, sentence]) => `${cluster}: ${sentence}`);
  await pulumi.log.info(`${subject} as observed: ${found.join("; ") || "nothing"}`);
  return { current, capacity, because, unreachable };
}

async function readState(api: KubeApi, args: ObserveReplicasArgs): Promise<ReplicaState> {
  const object = await readWorkload(api, args);
  const read = { object, replicasPath: replicasPathOf(args) };
  if (object === undefined || isSettled(read)) return replicaState(read);
  const pods = analyzePods({
    pods: await podsOf(api, args),
    nowSeconds: Date.now() / 1000,
    unschedulableAfterSeconds: args.unschedulableAfterSeconds,
  });
  return replicaState({ ...read, pods });
}
