/*
 * What looks at member clusters before the engine deletes. Plain functions, by the name of this module in states.
 */

import { isDeepStrictEqual } from "node:util";
import { connectToCluster } from "../../../adapters/kubernetes/apiClient";
import { deletionObstacles } from "../../../adapters/deletion/deletionObstacles";
import {
  guardedKey,
  type GuardedObject,
  type GuardedUids,
  leavingObjects,
} from "../../../core/deletion/guardedObject";
import { obstaclesText, type PlacedObstacle } from "../../../core/deletion/obstacleText";

/** How a cluster is asked. */
export interface GuardAccess {
  readonly kubeconfig: string;
  /** @default the kubeconfig's current-context */
  readonly context?: string | undefined;
}

/** All that a stack has on its member clusters, as of its last update. */
export interface GuardInputs {
  /** By cluster: the uids of the objects, by `guardedKey`. */
  readonly objects: Readonly<Record<string, GuardedUids>>;
  /** By cluster; absent for one whose credentials cannot be read. Secret. */
  readonly access: Readonly<Record<string, GuardAccess>>;
  /** Which objects take along what others have in them: `<cluster> <key>`. */
  readonly deleteContents: readonly string[];
  /** Uids of what the stack has there beside the objects of its federated components. */
  readonly others: readonly string[];
  /** Uids of what stays on its cluster when the stack lets go of it. */
  readonly retained: readonly string[];
  /** The id that the stack's own objects bear; absent in what earlier versions wrote. */
  readonly owner?: string | undefined;
}

/** Asks nothing: everything is as this very update has left it. */
export function createGuard(
  inputs: GuardInputs,
): Promise<{ readonly id: string; readonly outs: GuardInputs }> {
  return Promise.resolve({ id: "deletion-guard", outs: inputs });
}

/** It is never replaced: whatever changes is remembered. */
export function diffGuard(
  olds: GuardInputs,
  news: GuardInputs,
): Promise<{ readonly changes: boolean; readonly replaces: string[] }> {
  const fields = ["objects", "access", "deleteContents", "others", "retained", "owner"] as const;
  const changes = fields.some((field) => !isDeepStrictEqual(olds[field], news[field]));
  return Promise.resolve({ changes, replaces: [] });
}

/**
 * Looks at what the stack had and has no longer, before the engine deletes it by name.
 *
 * @throws Error with everything that is in the way
 */
export async function updateGuard(
  olds: GuardInputs,
  news: GuardInputs,
): Promise<{ readonly outs: GuardInputs }> {
  await refuseObstacles(olds, news);
  return { outs: news };
}

/**
 * Looks at all that the stack has, before the engine deletes it by name.
 *
 * @throws Error with everything that is in the way
 */
export async function deleteGuard(known: GuardInputs): Promise<void> {
  await refuseObstacles(known, { ...known, objects: {} });
}

async function refuseObstacles(olds: GuardInputs, news: GuardInputs): Promise<void> {
  const elsewhere = new Set([
    ...Object.values(news.objects).flatMap((uids) => Object.values(uids)),
    ...news.retained,
  ]);
  const found = Object.keys(olds.objects).map(async (cluster): Promise<PlacedObstacle[]> => {
    const before = olds.objects[cluster] ?? {};
    const objects = leavingObjects(before, news.objects[cluster] ?? {}, elsewhere);
    const access = olds.access[cluster] ?? news.access[cluster];
    if (objects.length === 0 || access === undefined) return [];
    const obstacles = await lookAt({ cluster, objects, access, olds, news });
    return obstacles.map((each) => ({ cluster, ...each }));
  });
  const obstacles = (await Promise.all(found)).flat();
  if (obstacles.length > 0) throw new Error(obstaclesText(obstacles));
}

async function lookAt(of: {
  readonly cluster: string;
  readonly objects: readonly GuardedObject[];
  readonly access: GuardAccess;
  readonly olds: GuardInputs;
  readonly news: GuardInputs;
}): Promise<Omit<PlacedObstacle, "cluster">[]> {
  const { cluster, objects, access, olds, news } = of;
  const api = connectToCluster({ kubeconfig: access.kubeconfig, context: access.context });
  const takes = new Set([...olds.deleteContents, ...news.deleteContents]);
  const uids = new Set(
    [olds, news].flatMap((each) => [...Object.values(each.objects[cluster] ?? {}), ...each.others]),
  );
  return deletionObstacles(api, {
    objects,
    own: { uids, ownerId: news.owner ?? olds.owner },
    takesContents: (object) => takes.has(`${cluster} ${guardedKey(object)}`),
  });
}
