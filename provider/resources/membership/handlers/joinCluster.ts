import { isDeepStrictEqual } from "node:util";
import { type MembershipObject, membershipObjects } from "../../../core/membership/objects";
import type { KubeObject } from "../../../core/model";
import type { KubeApi } from "../../../adapters/kubernetes/apiClient";
import { KubeStatusError } from "../../../adapters/kubernetes/kubeStatusError";
import {
  applyObject,
  createObject,
  deleteObject,
  getObject,
} from "../../../adapters/kubernetes/objects";
import { type MembershipInputs, tokenSuffix } from "./membershipInputs";
import { findOtherJoins } from "./otherJoins";
import { describeMaker, describeObject, isMadeBy, metadataOf } from "./joinMarks";
import { waitFor } from "./waiting";

/** A cluster to be joined, and as whom. */
export interface Joining {
  readonly api: KubeApi;
  readonly inputs: MembershipInputs;
  /** Whose objects are ours: the owner's of now and of before. */
  readonly owners: readonly string[];
}

const fieldManager = "pulumi-kubefed";

/** An object of a join beside the one that is there now. */
export interface Target extends MembershipObject {
  readonly current: KubeObject | undefined;
}

/**
 * Looks at what is there where a join would put its objects.
 *
 * @throws Error naming everything at once where an object of ours would be is another's, or where another
 * host has joined, unless `adopt` is given
 */
export async function findTargets(joining: Joining): Promise<Target[]> {
  const { api, inputs } = joining;
  await namespaceSettled(joining);
  const targets: Target[] = [];
  for (const each of membershipObjects(inputs, tokenSuffix(inputs))) {
    targets.push({ ...each, current: await getObject(api, each.path) });
  }
  if (inputs.adopt !== true) await refuseForeign(joining, targets);
  return targets;
}

/**
 * Makes the objects of a join that are missing, and repairs those that differ.
 *
 * - Each object says on it who made it from the moment it is there, so that a join that was interrupted
 *   after any step is recognised and completed by the next one.
 * - A namespace that is there is used and not touched.
 */
export async function makeTargets(joining: Joining, targets: readonly Target[]): Promise<void> {
  for (const target of targets) await ensure(joining, target);
}

async function refuseForeign(joining: Joining, targets: readonly Target[]): Promise<void> {
  const { api, inputs, owners } = joining;
  const taken = targets.flatMap((target) => {
    const { current } = target;
    if (current === undefined || isNamespace(target) || isMadeBy(current, owners)) return [];
    return [`${describeObject(target)} is there already (${describeMaker(current)})`];
  });
  const problems = [...(await findOtherJoins(api, inputs, owners)), ...taken];
  if (problems.length === 0) return;
  throw new Error(
    `cannot join "${inputs.clusterName}" to host cluster "${inputs.hostClusterName}": the cluster at ${api.server} was joined by somebody else: ${problems.join("; ")}; unjoin it there, or set join.adopt to true to take over what has our names and to join beside what has others`,
  );
}

async function ensure(joining: Joining, target: Target): Promise<void> {
  const { api, inputs, owners } = joining;
  const { collection, path, object, current } = target;
  if (current === undefined) {
    await createOnce(joining, target);
    return;
  }
  // One that we made under another id says so from now on.
  const isRenamed = isMadeBy(current, owners) && !isMadeBy(current, [inputs.owner]);
  if (isNamespace(target) && !isRenamed) return;
  if ("roleRef" in object && !isDeepStrictEqual(current["roleRef"], object["roleRef"])) {
    // Kubernetes never lets a binding point to another role.
    await deleteObject(api, path, metadataOf(current).uid);
    await createObject(api, collection, object);
    return;
  }
  if ("type" in object && current["type"] !== object["type"]) {
    throw new Error(
      `cannot join "${inputs.clusterName}": ${describeObject(target)} in the cluster at ${api.server} is of type "${String(current["type"])}", which cannot be changed; delete or rename it`,
    );
  }
  await applyObject(api, { path, body: object, fieldManager, onConflict: "take" });
}

async function createOnce(joining: Joining, target: MembershipObject): Promise<void> {
  const { api, inputs, owners } = joining;
  try {
    await createObject(api, target.collection, target.object);
  } catch (error) {
    if (!(error instanceof KubeStatusError) || error.reason !== "AlreadyExists") throw error;
    // Made since we looked: by another run of ours, or by somebody else.
    const current = await getObject(api, target.path);
    const isOurs = current === undefined || isMadeBy(current, owners) || inputs.adopt === true;
    if (!isOurs && !isNamespace(target)) throw error;
  }
}

/** Nothing can be made in a namespace that is being deleted, after an unjoin say; it is waited for. */
async function namespaceSettled({ api, inputs }: Joining): Promise<void> {
  const path = `/api/v1/namespaces/${inputs.namespace}`;
  const settled = await waitFor(60_000, async () => {
    const namespace = await getObject(api, path);
    return namespace !== undefined && metadataOf(namespace).isBeingDeleted ? undefined : true;
  });
  if (settled === true) return;
  throw new Error(
    `cannot join "${inputs.clusterName}": namespace "${inputs.namespace}" in the cluster at ${api.server} is being deleted; run again when it is gone`,
  );
}

function isNamespace({ object }: MembershipObject): boolean {
  return object["kind"] === "Namespace";
}
