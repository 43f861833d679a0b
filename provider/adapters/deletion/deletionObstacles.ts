/*
 * Looking at a cluster before something is deleted from it: what is in a namespace, and which object is behind a
 * name. Nothing is deleted here, and nothing decided: whose an object is says core/deletion.
 */

import type { GuardedObject } from "../../core/deletion/guardedObject";
import type { Obstacle } from "../../core/deletion/obstacleText";
import {
  isOwn,
  type ListedObject,
  type OwnObjects,
  strangersAmong,
} from "../../core/deletion/strangers";
import { ownerOfObject } from "../../core/existing/ownerMark";
import { isPlainObject } from "../../core/plain/plainObject";
import type { KubeObject } from "../../core/model";
import { versionProblem } from "../../core/status/health";
import type { KubeApi } from "../kubernetes/apiClient";
import { type LiveObjects, liveObjects } from "../kubernetes/liveObjects";
import { definedObjects, namespaceContents } from "./namespaceContents";

/** Objects of one cluster that are about to be deleted by their names. */
export interface Leaving {
  readonly objects: readonly GuardedObject[];
  readonly own: OwnObjects;
  /** Whether an object takes along what others have in it: a namespace, a definition. */
  readonly takesContents: (object: GuardedObject) => boolean;
}

/** So many objects a cluster is asked for at a time. */
const questionsAtATime = 8;

/** So many of the objects in the way are named. */
const named = 10;

/**
 * Looks at objects before they are deleted, because that is done by name: each must be the very one that the
 * stack has, and a namespace or a definition must hold nothing of others. What is gone is fine.
 *
 * Never rejects: what cannot be asked is in the way. Where no Kubernetes API answers, or one that has nothing for
 * the credentials, nothing is in the way: the engine can delete nothing there either.
 */
export async function deletionObstacles(api: KubeApi, leaving: Leaving): Promise<Obstacle[]> {
  const answer = await presenceOf(api);
  if (answer === "away") return [];
  const objects = liveObjects(api);
  const order = new Map(leaving.objects.map((object, index) => [object, index]));
  const waiting = [...leaving.objects];
  const found: Obstacle[] = [];
  const work = async (): Promise<void> => {
    for (let object = waiting.shift(); object !== undefined; object = waiting.shift()) {
      const obstacle = await obstacleOf({ api, objects, leaving, object }).catch(unasked);
      if (obstacle !== undefined) found.push({ object, ...obstacle });
    }
  };
  await Promise.all(Array.from({ length: questionsAtATime }, work));
  const isNothingSaid = found.filter(({ kind }) => kind === "unasked").length === order.size;
  if (answer === "forbids" && isNothingSaid) return [];
  return found.sort((a, b) => (order.get(a.object) ?? 0) - (order.get(b.object) ?? 0));
}

/** Whether a cluster is there, also where it forbids what anybody may ask. */
async function presenceOf(api: KubeApi): Promise<"there" | "forbids" | "away"> {
  try {
    const { status } = await api.request({ method: "GET", path: "/healthz" });
    if (status === 401 || status >= 500) return "away";
    const version = await api.request({ method: "GET", path: "/version" });
    // A page at its address, for one.
    if (versionProblem(version) !== undefined) return "away";
    return status === 403 && version.status === 403 ? "forbids" : "there";
  } catch {
    return "away";
  }
}

interface Look {
  readonly api: KubeApi;
  readonly objects: LiveObjects;
  readonly leaving: Leaving;
  readonly object: GuardedObject;
}

type Why = Pick<Obstacle, "kind" | "message">;

async function obstacleOf(look: Look): Promise<Why | undefined> {
  const { api, objects, leaving, object } = look;
  const { apiVersion, kind, name, namespace, uid } = object;
  const found = await objects.read({ apiVersion, kind, metadata: { name, namespace } });
  const live: KubeObject = isPlainObject(found) ? { ...found, kind } : {};
  const metadata = isPlainObject(live.metadata) ? live.metadata : undefined;
  if (metadata === undefined || metadata.deletionTimestamp !== undefined) return undefined;
  // Whoever made it, and whichever of this stack's runs: what the stack has there goes by its name.
  if (!isOwn(live, { ...leaving.own, uids: new Set([uid]) })) {
    return { kind: "another", message: anotherText({ ...live, metadata }, uid) };
  }
  const contents = contentsOf(api, object);
  if (contents === undefined || leaving.takesContents(object)) return undefined;
  const { own } = leaving;
  const uids = new Set([...own.uids, uid]);
  const strangers = await strangersIn(contents, { ...own, uids });
  if (strangers.length === 0) return undefined;
  const more = strangers.length > named ? ` and ${strangers.length - named} more` : "";
  const message = `holds what is not of this stack: ${strangers.slice(0, named).join(", ")}${more}`;
  return { kind: "contents", message };
}

function anotherText(live: KubeObject & { readonly metadata: KubeObject }, ours: string): string {
  const { uid, creationTimestamp } = live.metadata;
  const other = ownerOfObject(live);
  const about = `uid ${String(uid)}, created ${String(creationTimestamp)}`;
  if (other !== undefined) {
    return `is of the stack with the id ${other} by now (${about}); deleting by name would take it`;
  }
  return `is another object by now, not the one of this stack (${about}; ours was ${ours}); deleting by name would take it`;
}

function unasked(error: unknown): Why {
  const why = error instanceof Error ? error.message : String(error);
  return { kind: "unasked", message: `could not be looked into: ${why}` };
}

/** What goes when an object goes. */
function contentsOf(
  api: KubeApi,
  { apiVersion, kind, name }: GuardedObject,
): AsyncIterable<readonly ListedObject[]> | undefined {
  if (apiVersion === "v1" && kind === "Namespace") return namespaceContents(api, name);
  if (kind === "CustomResourceDefinition") return definedObjects(api, name);
  return undefined;
}

async function strangersIn(
  contents: AsyncIterable<readonly ListedObject[]>,
  own: OwnObjects,
): Promise<string[]> {
  const strangers: string[] = [];
  for await (const objects of contents) strangers.push(...strangersAmong(objects, own));
  return [...new Set(strangers)].sort();
}
