import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Placement } from "../../core/model";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import type { FederatedStatus } from "../../core/status/status";
import { isResourceOf } from "../../engine/resourceType";
import { expand } from "../declare/expand";
import type { FederatedOptions } from "./federatedOptions";
import type { FederatedSettings } from "./federatedSettings";
import { fleetOf } from "../declare/fleet";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { StagedUpdateStrategy } from "../stages/stagedUpdateStrategy";
import { componentOptions } from "../declare/childOptions";
import type { FederatedObject } from "./federatedObject";

/** Arguments of a FederatedNamespace. */
export interface FederatedNamespaceArgs extends FederatedSettings<k8s.types.input.core.v1.Namespace> {
  /** The fleet that the placement chooses from. */
  clusters: readonly KubeFedCluster[];
  /** Which of the clusters. */
  placement: Placement;
  /** Labels, annotations, finalizers. @default an empty namespace of the resource's name */
  template?: k8s.types.input.core.v1.Namespace;
}

const type = "kubefed:index:FederatedNamespace";

/**
 * A namespace on the member clusters that its placement selects. It bounds every federated object that
 * names it: they go at most where it is, and after it.
 *
 * @example
 * const prod = new kubefed.FederatedNamespace("prod", {
 *   clusters,
 *   placement: { clusterNames: ["us-east"] },
 * });
 * // Without a placement of its own an object is wherever its namespace is.
 * const map = new kubefed.FederatedConfigMap("map", { namespace: prod, template: { data: {} } });
 * Object.keys(map.resources);
 * //=> ["us-east"]
 */
export class FederatedNamespace
  extends pulumi.ComponentResource
  implements FederatedObject<k8s.core.v1.Namespace>
{
  /** The namespace's name, the same on every cluster. Plain. */
  readonly name: string;
  /** The fleet that the placement chooses from. */
  readonly clusters: readonly KubeFedCluster[];
  readonly plan: PropagationPlan;
  readonly status: pulumi.Output<FederatedStatus>;
  readonly resources: FederatedObject<k8s.core.v1.Namespace>["resources"];
  readonly deferred: FederatedObject<k8s.core.v1.Namespace>["deferred"];
  /** How updates of it, and of all that names it, go through the clusters. */
  readonly stagedUpdate: StagedUpdateStrategy | undefined;

  /** Whether a value is a federated namespace, by its type and not by its class. */
  static override isInstance(value: unknown): value is FederatedNamespace {
    return isResourceOf(type, value);
  }

  constructor(name: string, args: FederatedNamespaceArgs, opts: FederatedOptions = {}) {
    super(type, name, {}, componentOptions(opts, args.stagedUpdate));
    const where = fleetOf(args.clusters);
    const expansion = expand({
      component: this,
      name,
      args,
      opts,
      where,
      target: { kind: "Namespace", apiVersion: "v1", objectClass: k8s.core.v1.Namespace },
    });
    this.name = expansion.plan.name;
    this.stagedUpdate = args.stagedUpdate;
    this.clusters = where.members;
    this.plan = expansion.plan;
    this.status = expansion.status;
    this.resources = expansion.resources;
    this.deferred = expansion.deferred;
    this.registerOutputs(expansion.outputs);
  }
}
