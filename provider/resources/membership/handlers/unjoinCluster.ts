import { membershipObjects, serviceAccountName } from "../../../core/membership/objects";
import type { KubeApi } from "../../../adapters/kubernetes/apiClient";
import { deleteObject, getObject, listObjects } from "../../../adapters/kubernetes/objects";
import { type MembershipInputs, tokenSuffix } from "./membershipInputs";
import { isUsedByOthers } from "./namespaceContents";
import { isMadeBy, metadataOf } from "./joinMarks";
import { waitFor } from "./waiting";

/** A membership of which something is to go. */
export interface Leaving {
  readonly api: KubeApi;
  readonly inputs: MembershipInputs;
  readonly owners: readonly string[];
}

const namespaceDeadlineMs = 60_000;

/**
 * Removes what a join has made, and nothing that it has not: tokens first, so that no credentials are
 * left over whatever happens next, then bindings, roles and the service account, so that no right is left
 * waiting for an account of that name, then the namespace, if the join made it and nobody else uses it.
 * What is gone already is passed over, so that it can be called again.
 */
export async function removeMembershipObjects(leaving: Leaving): Promise<void> {
  const { api, inputs, owners } = leaving;
  const objects = membershipObjects(inputs, tokenSuffix(inputs)).reverse();
  await removeTokens(leaving, []);
  for (const kind of ["Binding", "Role", "ServiceAccount"]) {
    for (const each of objects.filter(({ object }) => String(object["kind"]).endsWith(kind))) {
      await removeOurs(leaving, each.path);
    }
  }
  const path = `/api/v1/namespaces/${inputs.namespace}`;
  const namespace = await getObject(api, path);
  if (namespace === undefined || !isMadeBy(namespace, owners)) return;
  if (!metadataOf(namespace).isBeingDeleted) {
    if (await isUsedByOthers(api, inputs.namespace)) return;
    await deleteObject(api, path, metadataOf(namespace).uid);
  }
  const gone = await waitFor(namespaceDeadlineMs, async () =>
    (await getObject(api, path)) === undefined ? true : undefined,
  );
  if (gone === true) return;
  throw new Error(
    `cannot unjoin "${inputs.clusterName}" completely: namespace "${inputs.namespace}" in the cluster at ${api.server} is still being deleted after ${namespaceDeadlineMs} ms; everything else is removed; run again`,
  );
}

/** Removes what an earlier form of a membership has made, but for what is kept, by path. */
export async function removeOutdated(leaving: Leaving, kept: readonly string[]): Promise<void> {
  const { inputs } = leaving;
  await removeTokens(leaving, kept);
  const outdated = membershipObjects(inputs, tokenSuffix(inputs)).reverse();
  for (const { path, object } of outdated) {
    if (!kept.includes(path) && object["kind"] !== "Namespace") await removeOurs(leaving, path);
  }
}

/** Every token that joining has ever made for the account, also those of interrupted rotations. */
async function removeTokens(leaving: Leaving, kept: readonly string[]): Promise<void> {
  const { api, inputs, owners } = leaving;
  const collection = `/api/v1/namespaces/${inputs.namespace}/secrets`;
  const account = serviceAccountName(inputs);
  const tokens = await listObjects(api, collection, {
    fieldSelector: "type=kubernetes.io/service-account-token",
  });
  for (const token of tokens) {
    const { name, uid, annotations } = metadataOf(token);
    const path = `${collection}/${name}`;
    const isOurs = annotations["kubernetes.io/service-account.name"] === account;
    if (isOurs && isMadeBy(token, owners) && !kept.includes(path)) {
      await deleteObject(api, path, uid);
    }
  }
}

async function removeOurs({ api, owners }: Leaving, path: string): Promise<void> {
  const current = await getObject(api, path);
  if (current === undefined || !isMadeBy(current, owners)) return;
  await deleteObject(api, path, metadataOf(current).uid);
}
