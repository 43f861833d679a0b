import * as pulumi from "@pulumi/pulumi";
import type { ReplicaPreference } from "../../core/model";
import type { AutoscalerScheduling } from "../../core/scheduling/autoscalerScheduling";

/** Arguments of a HorizontalPodAutoscalerPreference; all plain, so that the division is known at preview. */
export interface HorizontalPodAutoscalerPreferenceArgs {
  /** Replicas that there are at least, over all clusters. From 1. */
  totalMinReplicas: number;
  /** Replicas that there are at most, over all clusters. */
  totalMaxReplicas: number;
  /**
   * By cluster name, `*` for all others; `minReplicas` and `maxReplicas` bound both limits of the cluster.
   * @default { "*": { weight: 1 } }
   */
  clusters?: Record<string, ReplicaPreference>;
}

/**
 * How the limits of an autoscaler are divided over the member clusters it is placed on, so that the sums
 * hold. Given to a FederatedHorizontalPodAutoscaler as `scheduling`; problems in it are reported there.
 * The workload that is scaled needs `retainReplicas: true`.
 */
export class HorizontalPodAutoscalerPreference extends pulumi.ComponentResource {
  readonly preference: AutoscalerScheduling;

  constructor(
    name: string,
    args: HorizontalPodAutoscalerPreferenceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("kubefed:index:HorizontalPodAutoscalerPreference", name, {}, opts);
    this.preference = { ...args };
    this.registerOutputs({ preference: this.preference });
  }
}
