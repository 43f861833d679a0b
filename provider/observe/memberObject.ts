import { setTimeout as pause } from "node:timers/promises";
import type { KubeApi } from "../adapters/kubernetes/apiClient";
import { liveObjects } from "../adapters/kubernetes/liveObjects";
import { getObject } from "../adapters/kubernetes/objects";
import { isPlainObject } from "../core/issue";
import { objectPath, type ObjectKey } from "../core/kinds/objectPath";
import { objectStatus } from "../core/status/status";
import type { Probe } from "./probe";

/** A member cluster that answered, to be asked for objects. */
export type Reached = Extract<Probe, { kind: "asked" }> & { readonly api: KubeApi };

/** The cluster of a probe, where it can be asked for more. */
export function reached(probe: Probe): Reached | undefined {
  if (probe.kind !== "asked" || probe.api === undefined || !probe.health.reachable)
    return undefined;
  return { ...probe, api: probe.api };
}

/** So many questions a cluster is asked at a time. */
const questionsAtATime = 8;

const queues = new WeakMap<KubeApi, Promise<unknown>[]>();

/** An object that a cluster has. */
export interface FoundObject {
  readonly uid: string;
  /** The uid, when it was created, and who has written it. */
  readonly about: string;
}

/** Undefined where there is none, where it is being deleted, or where the cluster does not say. */
export async function findObject(request: {
  readonly cluster: Reached;
  readonly key: ObjectKey;
}): Promise<FoundObject | undefined> {
  const { cluster, key } = request;
  const path = pathIn(cluster, key);
  const object = await inTurn(cluster.api, () => getObject(cluster.api, path)).catch(
    () => undefined,
  );
  const metadata = isPlainObject(object?.metadata) ? object.metadata : undefined;
  if (metadata === undefined || metadata.deletionTimestamp !== undefined) return undefined;
  const { uid, creationTimestamp, managedFields } = metadata;
  if (typeof uid !== "string") return undefined;
  const managers = managersOf(managedFields);
  const by = managers.length === 0 ? "" : `, written by ${managers.join(", ")}`;
  return { uid, about: `uid ${uid}, created ${String(creationTimestamp)}${by}` };
}

/**
 * Whether a cluster says that it has no such object, or no such kind. False where it has one, and where it
 * does not say.
 */
export async function isMissing(request: {
  readonly cluster: Reached;
  readonly key: ObjectKey;
}): Promise<boolean> {
  const { apiVersion, kind, name, namespace } = request.key;
  const { api } = request.cluster;
  const manifest = { apiVersion, kind, metadata: { name, namespace } };
  return inTurn(api, () => liveObjects(api).read(manifest)).then(
    (object) => object === undefined,
    () => false,
  );
}

/**
 * Waits until a workload's controller has seen its newest spec and as many replicas are ready as that
 * wants, of whichever template.
 *
 * @throws Error when they are not within the time, saying how many were
 */
export async function waitUntilReady(request: {
  readonly cluster: Reached;
  readonly key: ObjectKey;
  readonly withinMs: number;
}): Promise<void> {
  const { cluster, key, withinMs } = request;
  const path = pathIn(cluster, key);
  const deadline = Date.now() + withinMs;
  for (;;) {
    const object = await getObject(cluster.api, path).catch(() => undefined);
    const { desired = 0, ready = 0 } = objectStatus(object);
    if (object !== undefined && isObserved(object) && ready >= desired) return;
    if (Date.now() > deadline) {
      const name = `${key.kind} "${key.name}"`;
      throw new Error(`${name}: ${ready} of ${desired} replicas are ready after ${withinMs} ms`);
    }
    await pause(500);
  }
}

function pathIn({ namespace }: Reached, key: ObjectKey): string {
  return objectPath({ ...key, namespace: key.namespace ?? namespace });
}

/** Whether the controller of an object has seen its newest generation. */
function isObserved(object: Readonly<Record<string, unknown>>): boolean {
  const { metadata, status } = object;
  const generation = isPlainObject(metadata) ? Number(metadata.generation) : 0;
  return isPlainObject(status) && Number(status.observedGeneration) >= generation;
}

function managersOf(managedFields: unknown): string[] {
  if (!Array.isArray(managedFields)) return [];
  const names = managedFields.flatMap((entry: unknown) =>
    isPlainObject(entry) && typeof entry.manager === "string" ? [`"${entry.manager}"`] : [],
  );
  return [...new Set(names)].sort();
}

/** Asks a cluster when it is this question's turn. */
export async function inTurn<T>(api: KubeApi, ask: () => Promise<T>): Promise<T> {
  const queue = queues.get(api) ?? [];
  queues.set(api, queue);
  const before = queue.at(-questionsAtATime);
  const answer = (before ?? Promise.resolve()).then(ask, ask);
  queue.push(answer);
  return answer;
}
