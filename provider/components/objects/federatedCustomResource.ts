import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../core/kinds/federatedTypes";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import type { FederatedStatus } from "../../core/status/status";
import { expand } from "../declare/expand";
import type { FederatedArgs } from "./federatedArgs";
import type { FederatedOptions } from "./federatedOptions";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import { membersOf, stagedUpdateOf } from "../declare/members";
import { componentOptions } from "../declare/childOptions";
import type { FederatedObject } from "./federatedObject";
import type { ReplicaSchedulingArgs } from "./schedulingArgs";

/** The body of an object whose kind has no class: everything but apiVersion and kind. */
export interface CustomTemplate {
  metadata?: k8s.types.input.meta.v1.ObjectMeta;
  [field: string]: unknown;
}

/** Arguments of a FederatedCustomResource. */
export type FederatedCustomResourceArgs = FederatedArgs<CustomTemplate, ReplicaSchedulingArgs> & {
  /** Group and version of the kind, such as `velero.io/v1`. */
  apiVersion: string;
  /** The kind, such as `Schedule`. */
  kind: string;
  /** Whether the kind has a namespace. @default what Kubernetes says for its own kinds, else "Namespaced" */
  scope?: Scope;
};

/**
 * An object of any kind, custom resources above all, on the member clusters that its placement
 * selects. The definition of the kind must be there first (`dependsOn`).
 *
 * @example
 * const backup = new kubefed.FederatedCustomResource("backup", {
 *   namespace: shop,
 *   apiVersion: "velero.io/v1",
 *   kind: "Schedule",
 *   template: { spec: { schedule: "@daily" } },
 *   overrides: [{ clusterName: "eu-west", merge: { spec: { schedule: "@weekly" } } }],
 * });
 * backup.plan.clusters[0].overrides.map(({ path }) => path);
 * //=> ["/spec/schedule"]
 */
export class FederatedCustomResource
  extends pulumi.ComponentResource
  implements FederatedObject<k8s.apiextensions.CustomResource>
{
  readonly plan: PropagationPlan;
  readonly status: pulumi.Output<FederatedStatus>;
  readonly clusters: readonly KubeFedCluster[];
  readonly resources: FederatedObject<k8s.apiextensions.CustomResource>["resources"];
  readonly deferred: FederatedObject<k8s.apiextensions.CustomResource>["deferred"];

  constructor(name: string, args: FederatedCustomResourceArgs, opts: FederatedOptions = {}) {
    super(
      "kubefed:index:FederatedCustomResource",
      name,
      {},
      componentOptions(opts, stagedUpdateOf(args)),
    );
    const { apiVersion, kind, scope } = args;
    const target = {
      apiVersion,
      kind,
      scope,
      objectClass: k8s.apiextensions.CustomResource,
    };
    const where = membersOf(args);
    const expansion = expand({ component: this, name, args, opts, target, where });
    this.clusters = where.members;
    this.plan = expansion.plan;
    this.status = expansion.status;
    this.resources = expansion.resources;
    this.deferred = expansion.deferred;
    this.registerOutputs(expansion.outputs);
  }
}
