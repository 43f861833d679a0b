import { component, type ComponentSpec } from "./schemaComponent";
import {
  anyValue,
  ownResource,
  ownType,
  plain,
  plainList,
  plainMap,
  type PropertySpec,
} from "./schemaTypes";

/** The components that divide numbers of federated objects over their clusters. */
export function preferences(): Record<string, ComponentSpec> {
  return {
    HorizontalPodAutoscalerPreference: autoscalerPreference(),
    JobSchedulingPreference: jobPreference(),
    ReplicaSchedulingPreference: replicaPreference(),
  };
}

/** The preference that divides a kind's own numbers, for kinds that have one of their own. */
export function preferenceFor(kind: string): string | undefined {
  if (kind === "Job" || kind === "CronJob") return "JobSchedulingPreference";
  return kind === "HorizontalPodAutoscaler" ? "HorizontalPodAutoscalerPreference" : undefined;
}

const websterInputs = {
  strategy: plain("string", "weighted, which is the default, byCapacity, aggregated or duplicated"),
  keep: plain("string", "none, which is the default, or previous"),
  previous: plainMap(plain("integer"), "What each cluster was given last, for keep"),
  moveBack: plain("string", "never, which is the default, onDemand or always"),
  groups: plainList(
    plainList(plain("string")),
    "Cluster names, * for all others; each group gets replicas when those before it are full",
  ),
  spread: plainList(ownType("SpreadConstraint"), "At most one"),
  unplaced: plain("string", "warn, which is the default, or fail"),
} satisfies Record<string, PropertySpec>;

function replicaPreference(): ComponentSpec {
  return component("How replicas are divided over the member clusters of a workload.", {
    inputs: {
      totalReplicas: plain("integer"),
      clusters: {
        oneOf: [plainMap(ownType("ReplicaPreference")), plainList(ownResource("KubeFedCluster"))],
        description: "By cluster name, * for all others; with a target, the member clusters",
      },
      target: ownType("ReplicaTarget", "A workload that another stack or tool owns"),
      preferences: plainMap(ownType("ReplicaPreference"), "With a target, by cluster name"),
      placement: ownType("Placement", "With a target; all clusters if not given"),
      rebalance: plain("boolean"),
      algorithm: plain("string", "kubefed, which is the default, or webster"),
      ...websterInputs,
      observed: ownType("ObservedReplicas"),
    },
    required: ["totalReplicas"],
    outputs: { preference: anyValue() },
  });
}

function jobPreference(): ComponentSpec {
  return component("How a Job is divided over the member clusters it is placed on.", {
    inputs: {
      totalParallelism: plain("integer", "Pods that run at once, over all clusters"),
      totalCompletions: plain("integer", "Pods that have to succeed, over all clusters"),
      clusters: plainMap(ownType("JobPreference"), "By cluster name, * for all others"),
    },
    required: ["totalParallelism", "totalCompletions"],
    outputs: { preference: anyValue() },
  });
}

function autoscalerPreference(): ComponentSpec {
  return component("How an autoscaler's limits are divided over its member clusters.", {
    inputs: {
      totalMinReplicas: plain("integer", "Over all clusters, from 1"),
      totalMaxReplicas: plain("integer", "Over all clusters"),
      clusters: plainMap(ownType("ReplicaPreference"), "By cluster name, * for all others"),
    },
    required: ["totalMinReplicas", "totalMaxReplicas"],
    outputs: { preference: anyValue() },
  });
}
