/*
 * What gives a field back when the engine asks. Plain functions, by the name of this module in states.
 */

import { isDeepStrictEqual } from "node:util";
import { releaseFields } from "../../../core/existing/managedFields";
import { isPlainObject } from "../../../core/plain/plainObject";
import { connectToCluster, type KubeApi } from "../../../adapters/kubernetes/apiClient";
import { KubeApiError } from "../../../adapters/kubernetes/kubeApiError";
import { askApi, KubeStatusError } from "../../../adapters/kubernetes/kubeStatusError";
import { liveObjects } from "../../../adapters/kubernetes/liveObjects";
import { unlessGone } from "../../../adapters/kubernetes/races";

/** The fields of one object that a field manager owns, and how they are given back. */
export interface FieldOwnershipInputs {
  /** The member cluster's name, for messages. */
  readonly clusterName: string;
  /** Of the cluster that the object is in. @secret */
  readonly kubeconfig: string;
  /** @default the kubeconfig's current-context */
  readonly context?: string | undefined;
  /** The object's. */
  readonly apiVersion: string;
  /** The object's. */
  readonly kind: string;
  /** The object's. */
  readonly namespace: string;
  /** The object's. */
  readonly name: string;
  /** Of the object whose fields are owned; another one of the same name is none of ours. */
  readonly uid: string;
  /** Under which the patch was applied. */
  readonly fieldManager: string;
}

/** What stands for a value that is known only after an update. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** With another one of these it is the ownership of something else. */
const identity = ["apiVersion", "kind", "namespace", "name", "uid", "fieldManager"] as const;

/** How to reach the object; a change of it asks nothing of the cluster. */
const way = ["clusterName", "kubeconfig", "context"] as const;

/** Writes nothing: the fields became ours by the patch that was applied before. */
export function createOwnership(
  inputs: FieldOwnershipInputs,
): Promise<{ readonly id: string; readonly outs: FieldOwnershipInputs }> {
  const { clusterName, namespace, name } = inputs;
  return Promise.resolve({ id: `${clusterName}/${namespace}/${name}`, outs: inputs });
}

/** Another object or another manager is another ownership; other credentials are the same one. */
export function diffOwnership(
  olds: FieldOwnershipInputs,
  news: FieldOwnershipInputs,
): Promise<{ readonly changes: boolean; readonly replaces: string[] }> {
  const differs = (field: keyof FieldOwnershipInputs) =>
    news[field] !== unknownValue && !isDeepStrictEqual(olds[field], news[field]);
  const replaces = identity.filter(differs);
  return Promise.resolve({ changes: replaces.length > 0 || way.some(differs), replaces });
}

/** Remembers the new credentials. */
export function updateOwnership(
  news: FieldOwnershipInputs,
): Promise<{ readonly outs: FieldOwnershipInputs }> {
  return Promise.resolve({ outs: news });
}

/**
 * Gives the fields back: they keep their values and have no owner, so that whoever applies next owns them
 * without a conflict. An object that is gone, or another one of the same name, has nothing of ours.
 *
 * @throws Error when the cluster gives no answer or refuses; the ownership stays in the stack then
 */
export async function deleteOwnership(known: FieldOwnershipInputs): Promise<void> {
  try {
    await release(known);
  } catch (error) {
    if (!(error instanceof KubeApiError) && !(error instanceof KubeStatusError)) throw error;
    const { clusterName, kind, namespace, name, fieldManager } = known;
    throw new Error(
      `cannot give back what "${fieldManager}" owns of ${kind} ${namespace}/${name} on "${clusterName}": ${error.message}; nothing was changed there, and the stack still has it. Run again when the cluster is back; if it is gone for good, take it out of the stack by pulumi state delete`,
      { cause: error },
    );
  }
}

async function release(known: FieldOwnershipInputs): Promise<void> {
  const { kubeconfig, context } = known;
  const api = connectToCluster({ kubeconfig, context });
  await unlessGone(() => releaseOnce(api, known));
}

async function releaseOnce(api: KubeApi, known: FieldOwnershipInputs): Promise<void> {
  const { apiVersion, kind, namespace, name, uid, fieldManager } = known;
  const objects = liveObjects(api);
  const manifest = { apiVersion, kind, metadata: { namespace, name } };
  const live = await objects.read(manifest);
  const path = await objects.pathOf(manifest);
  if (path === undefined || !isPlainObject(live) || uidOf(live) !== uid) return;
  const body = releaseFields(live, fieldManager);
  if (body === undefined) return;
  const contentType = "application/merge-patch+json";
  await askApi(api, { method: "PATCH", path, body, contentType });
}

function uidOf({ metadata }: Readonly<Record<string, unknown>>): unknown {
  return isPlainObject(metadata) ? metadata.uid : undefined;
}
