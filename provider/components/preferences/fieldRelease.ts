import type * as pulumi from "@pulumi/pulumi";
import { pick } from "../../core/plain/records";
import { childName } from "../../core/kinds/federatedTypes";
import type { PropagationPlan } from "../../core/objects/propagationPlan";
import { FieldOwnership } from "../../resources/managedFields/fieldOwnership";
import type { FederatedOptions } from "../objects/federatedOptions";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { Child } from "../declare/memberResource";

/** A patch of an object that somebody else made. */
export interface PatchResource extends pulumi.CustomResource {
  readonly metadata: pulumi.Output<{ readonly uid: string }>;
}

/** Patches of one object per member cluster, all under one field manager. */
export interface Patches {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly plan: PropagationPlan;
  readonly members: readonly KubeFedCluster[];
  readonly children: Readonly<Record<string, Child<PatchResource>>>;
  readonly fieldManager: string;
  readonly opts: FederatedOptions;
  /** Resolves when the patches may be registered. */
  readonly gate: Promise<void>;
}

/**
 * Lets each patched object have its fields back when its patch goes: a resource beside the patch that
 * depends on it, and is therefore deleted first. None on a cluster with a provider of the user's own,
 * whose credentials cannot be read.
 */
export function giveBackOnDelete(patches: Patches): void {
  for (const [cluster, child] of Object.entries(patches.children)) {
    const member = patches.members.find(({ name }) => name === cluster);
    const kubeconfig = member?.memberKubeconfig;
    if (member === undefined || kubeconfig === undefined) continue;
    const { name, context } = member;
    const decided = patches.gate.then(() => child.deferred);
    void decided.then(
      (why) => {
        if (why === undefined) own(patches, child, { name, context, kubeconfig });
      },
      // What keeps the patch from being registered is told by the patch.
      () => undefined,
    );
  }
}

function own(
  patches: Patches,
  { resource }: Child<PatchResource>,
  cluster: Pick<KubeFedCluster, "name" | "context"> & { kubeconfig: pulumi.Output<string> },
): void {
  const { component, name, plan, fieldManager, opts } = patches;
  new FieldOwnership(
    childName(name, cluster.name),
    {
      clusterName: cluster.name,
      kubeconfig: cluster.kubeconfig,
      context: cluster.context,
      apiVersion: plan.apiVersion,
      kind: plan.kind,
      namespace: plan.namespace ?? "",
      name: plan.name,
      uid: resource.metadata.apply(({ uid }) => uid),
      fieldManager,
    },
    { ...pick(opts, ["deletedWith"]), parent: component, dependsOn: resource },
  );
}
