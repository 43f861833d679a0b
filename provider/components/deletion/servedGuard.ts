/*
 * Guards in a program that a plugin serves. The plugin is not told when the program has ended, so that nobody can
 * judge all that leaves together, as the one guard of a TypeScript stack does. What may hold things of others has a
 * guard of its own on each cluster instead, and so has what stays.
 */

import * as pulumi from "@pulumi/pulumi";
import { pick } from "../../core/plain/records";
import { guardedKey } from "../../core/deletion/guardedObject";
import { mayHoldOthers } from "../../core/deletion/containers";
import { childName } from "../../core/kinds/federatedTypes";
import { mapAt, textAt } from "../../core/plain/fields";
import { stackOwner } from "../../engine/owner/stackOwner";
import { currentRun } from "../../engine/run";
import { DeletionGuard } from "../../resources/deletion/deletionGuard";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { Child, MemberResource } from "../declare/memberResource";
import { outputsOf } from "./deletionGuard";
import { isRetained, type LeavableObjects } from "./deletionTerms";

/** A component that has put its objects onto their clusters, as far as a plugin's program goes. */
export interface ServedObjects extends Omit<LeavableObjects, "where"> {
  readonly where: { readonly members: readonly KubeFedCluster[] };
  readonly children: Readonly<Record<string, Child<pulumi.Resource>>>;
  /** Resolves when children may be registered. */
  readonly gate: Promise<void>;
}

/**
 * Guards what a component of a served program has on each cluster: what is a namespace or a definition is looked
 * into before it is deleted, and what stays is given back. The guard depends on its object, so that the engine
 * deletes it first, also in a `pulumi destroy`.
 */
export function guardServed(served: ServedObjects): void {
  if (currentRun().served === undefined) return;
  for (const [cluster, child] of Object.entries(served.children)) {
    const member = served.where.members.find(({ name }) => name === cluster);
    if (member?.memberKubeconfig === undefined) continue;
    const stays = isRetained(served, member) === true;
    if (!stays && !mayHoldOthers(served.plan.kind)) continue;
    const decided = served.gate.then(() => child.deferred);
    void decided.then(
      (why) => {
        if (why === undefined) guardObject(served, { child, member, stays });
      },
      // What keeps the object from being registered is told by the object.
      () => undefined,
    );
  }
}

function guardObject(
  served: ServedObjects,
  of: {
    readonly child: Child<pulumi.Resource>;
    readonly member: KubeFedCluster;
    readonly stays: boolean;
  },
): void {
  const { component, name, plan, opts, deleteContents } = served;
  const { child, member, stays } = of;
  const { apiVersion, kind, namespace, name: called } = plan;
  const key = guardedKey({ apiVersion, kind, namespace, name: called });
  const made: MemberResource<pulumi.Resource> = child.resource;
  const resource = pulumi.Output.isInstance<pulumi.Resource>(made) ? made : pulumi.output(made);
  const uid = resource
    .apply((each) => outputsOf(each, ["metadata"]))
    .apply((outputs) => textAt(mapAt(outputs, "metadata"), "uid"));
  const objects = uid.apply((known) => ({ [member.name]: known === "" ? {} : { [key]: known } }));
  const { context, memberKubeconfig } = member;
  const access = pulumi.output(memberKubeconfig ?? "").apply((kubeconfig) => ({
    [member.name]: { kubeconfig, ...(context === undefined ? {} : { context }) },
  }));
  new DeletionGuard(
    {
      objects: stays ? {} : objects,
      givenBack: stays ? objects : {},
      retained: stays ? uid.apply((known) => [known]) : [],
      deleteContents: deleteContents === true ? [`${member.name} ${key}`] : [],
      others: [],
      access,
      owner: stackOwner().output,
    },
    { ...pick(opts, ["deletedWith"]), parent: component, dependsOn: resource },
    childName(name, member.name),
  );
}
