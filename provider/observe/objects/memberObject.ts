/*
 * Questions about objects on member clusters: is it there, whose is it, would it be taken.
 */

import { setTimeout as pause } from "node:timers/promises";
import type { KubeApi } from "../../adapters/kubernetes/apiClient";
import { liveObjects } from "../../adapters/kubernetes/liveObjects";
import { getObject } from "../../adapters/kubernetes/objects";
import { isPlainObject } from "../../core/plain/plainObject";
import { type ObjectKey, objectPath } from "../../core/kinds/objectPath";
import { objectStatus } from "../../core/status/status";
import type { Probe } from "../../engine/run";

/** A member cluster that answered, to be asked for objects. */
export type Reached = Extract<Probe, { kind: "asked" }> & { readonly api: KubeApi };

/** The cluster of a probe, where it can be asked for more. */
export function reached(probe: Probe): Reached | undefined {
  if (probe.kind !== "asked" || probe.api === undefined || !probe.health.reachable)
    return undefined;
  return { ...probe, api: probe.api };
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
  return api
    .inTurn(() => liveObjects(api).read(manifest))
    .then(
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
