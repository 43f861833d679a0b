import type * as pulumi from "@pulumi/pulumi";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import type { FederatedStatus } from "../../core/status/status";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { MemberResources } from "../declare/memberResource";

/** What every component gives that puts one object, or one chart, on member clusters. */
export interface FederatedObject<Resource extends pulumi.Resource = pulumi.Resource>
  extends pulumi.ComponentResource, MemberResources<Resource> {
  /** Plain: per cluster selected or not and why, replicas and why, overrides applied. */
  readonly plan: PropagationPlan;
  /** Per cluster and rolled up, as of the last update or refresh. */
  readonly status: pulumi.Output<FederatedStatus>;
  /** The fleet that the placement chooses from. */
  readonly clusters: readonly KubeFedCluster[];
}
