import { isPlainObject } from "../../core/plain/plainObject";
import { handOver } from "../../core/existing/handOver";
import { parsePropertyPaths } from "../../core/paths/propertyPath";
import { KubeApiError } from "../../adapters/kubernetes/kubeApiError";
import { askApi, KubeStatusError } from "../../adapters/kubernetes/kubeStatusError";
import { liveObjects } from "../../adapters/kubernetes/liveObjects";
import { despiteRaces } from "../../adapters/kubernetes/races";
import type { AskedCluster } from "./objectAnswer";

/** An object that is taken over, and who takes it over. */
export interface FieldTakeoverInputs {
  readonly cluster: AskedCluster;
  readonly apiVersion: string;
  readonly kind: string;
  /** @default that of the kubeconfig, or none for kinds that belong to the whole cluster */
  readonly namespace?: string | undefined;
  readonly name: string;
  /** Who is to own the fields. */
  readonly fieldManager: string;
  /** Property paths of fields that stay with whoever has them. */
  readonly retained: readonly string[];
}

/**
 * Hands the fields that the object's former owners have over to the new one, who is about to apply it.
 * Changes none of their values. An object that does not exist has nothing to hand over.
 *
 * @throws Error when the cluster gives no answer or refuses; nothing was changed then
 */
export async function takeOverFields(inputs: FieldTakeoverInputs): Promise<void> {
  const { cluster, kind, namespace, name } = inputs;
  try {
    await despiteRaces(() => takeOver(inputs));
  } catch (error) {
    if (!(error instanceof KubeApiError) && !(error instanceof KubeStatusError)) throw error;
    const object = `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
    throw new Error(`cannot take over ${object} on "${cluster.name}": ${error.message}`, {
      cause: error,
    });
  }
}

async function takeOver(inputs: FieldTakeoverInputs): Promise<void> {
  const { apiVersion, kind, namespace, name, fieldManager, retained } = inputs;
  const { api, namespace: own } = inputs.cluster;
  const objects = liveObjects(api);
  const manifest = { apiVersion, kind, metadata: { namespace: namespace ?? own, name } };
  const live = await objects.read(manifest);
  const path = await objects.pathOf(manifest);
  if (path === undefined || !isPlainObject(live)) return;
  const body = handOver(live, { to: fieldManager, retained: parsePropertyPaths(retained) });
  if (body === undefined) return;
  await askApi(api, {
    method: "PATCH",
    path,
    body,
    contentType: "application/merge-patch+json",
  });
}
