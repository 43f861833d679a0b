/*
 * What looks at member clusters before the engine deletes. Plain functions, by the name of this module in states.
 */

import { isDeepStrictEqual } from "node:util";
import { connectToCluster, type KubeApi } from "../../../adapters/kubernetes/apiClient";
import { deletionObstacles } from "../../../adapters/deletion/deletionObstacles";
import { giveObjectsBack } from "../../../adapters/deletion/givenBack";
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
  /** By cluster: the uids of what stays there, by `guardedKey`; absent in what earlier versions wrote. */
  readonly givenBack?: Readonly<Record<string, GuardedUids>>;
  /** The id that the stack's own objects bear; absent in what earlier versions wrote. */
  readonly owner?: string | undefined;
}

/** Asks nothing: everything is as this very update has left it. */
export function createGuard(
  inputs: GuardInputs,
): Promise<{ readonly id: string; readonly outs: GuardInputs }> {
  return Promise.resolve({ id: "deletion-guard", outs: inputs });
}

const fieldsOfGuard = [
  ...(["objects", "givenBack", "access", "deleteContents"] as const),
  ...(["others", "retained", "owner"] as const),
];

/** It is never replaced: whatever changes is remembered. */
export function diffGuard(
  olds: GuardInputs,
  news: GuardInputs,
): Promise<{ readonly changes: boolean; readonly replaces: string[] }> {
  const changes = fieldsOfGuard.some((field) => !isDeepStrictEqual(olds[field], news[field]));
  return Promise.resolve({ changes, replaces: [] });
}

/**
 * Looks at what the stack had and has no longer, before the engine deletes it by name; what it lets go of, and what
 * stays on its cluster, is given back.
 *
 * @throws Error with everything that is in the way
 */
export async function updateGuard(
  olds: GuardInputs,
  news: GuardInputs,
): Promise<{ readonly outs: GuardInputs }> {
  await refuseObstacles(olds, news);
  await giveBack(olds, news);
  return { outs: news };
}

/**
 * Looks at all that the stack has, before the engine deletes it by name, and gives back what stays.
 *
 * @throws Error with everything that is in the way
 */
export async function deleteGuard(known: GuardInputs): Promise<void> {
  const nothing = { ...known, objects: {}, givenBack: {}, retained: [] };
  await refuseObstacles(known, { ...nothing, retained: known.retained });
  await giveBack(known, nothing);
}

async function refuseObstacles(olds: GuardInputs, news: GuardInputs): Promise<void> {
  const elsewhere = uidsOf(news);
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
  const api = apiOf(access);
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

/**
 * Lets go of what stays on its cluster. A cluster that does not answer keeps marks that nobody asks for any more;
 * that is said, and stops nothing.
 */
async function giveBack(olds: GuardInputs, news: GuardInputs): Promise<void> {
  const elsewhere = uidsOf(news);
  const ownerId = news.owner ?? olds.owner;
  const kept = Object.entries(olds.givenBack ?? {}).map(async ([cluster, before]) => {
    const objects = leavingObjects(before, news.givenBack?.[cluster] ?? {}, elsewhere);
    const access = olds.access[cluster] ?? news.access[cluster];
    if (objects.length === 0 || access === undefined) return [];
    const messages = await giveObjectsBack(apiOf(access), { objects, ownerId });
    return messages.map((message) => `"${cluster}" keeps what this stack has put on ${message}\n`);
  });
  for (const line of (await Promise.all(kept)).flat()) process.stderr.write(line);
}

/** All that the stack has, whatever becomes of it. */
function uidsOf({ objects, retained }: GuardInputs): ReadonlySet<string> {
  const uids = Object.values(objects).flatMap((each) => Object.values(each));
  return new Set([...uids, ...retained]);
}

function apiOf({ kubeconfig, context }: GuardAccess): KubeApi {
  return connectToCluster({ kubeconfig, context });
}
