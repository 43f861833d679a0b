import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { KubeObject } from "../../../provider/core/model";
import { mapAt, textAt } from "../reading";
import type { Action } from "./scenario";

/** Objects by `kind/namespace/name`. */
export type Objects = ReadonlyMap<string, KubeObject>;

/** Every object of the clusters of a scenario, as far as people and the file speak of it. */
export interface World {
  readonly host: Objects;
  /** By member cluster. */
  readonly members: ReadonlyMap<string, Objects>;
  /** Objects of the host cluster as they were when somebody deleted them. */
  readonly deleted: Objects;
}

/**
 * How an object is found. The recordings refer to clusters with and without the namespace that holds
 * them, so they have none here.
 */
export function keyOf(object: KubeObject): string {
  const kind = textAt(object, "kind");
  const { namespace, name } = identityOf(object);
  return `${kind}/${kind === "KubeFedCluster" ? "" : namespace}/${name}`;
}

/** What an object is called, and the namespace it is in, or "". */
export function identityOf(object: KubeObject): {
  readonly namespace: string;
  readonly name: string;
} {
  const metadata = mapAt(object, "metadata");
  return { namespace: textAt(metadata, "namespace"), name: textAt(metadata, "name") };
}

/** The world before a scenario, with nothing on the member clusters. */
export function beginWorld(objects: readonly KubeObject[]): World {
  const host = new Map(objects.map((object) => [keyOf(object), object]));
  return { host, members: new Map(), deleted: new Map() };
}

/** The world after what a person did. Gives `undefined` for a verb that is not understood. */
export function act(world: World, action: Action): World | undefined {
  if (!["create", "replace", "merge-patch", "delete"].includes(action.verb)) return undefined;
  if (!action.isAccepted) return world;
  if (action.cluster !== "host") {
    const objects = change(world.members.get(action.cluster) ?? new Map(), action);
    return { ...world, members: new Map(world.members).set(action.cluster, objects) };
  }
  const host = change(world.host, action);
  const deleted = new Map(world.deleted);
  for (const [key, object] of world.host) if (!host.has(key)) deleted.set(key, object);
  return { ...world, host, deleted };
}

/** The world with what was observed on the member clusters. */
export function observe(
  world: World,
  key: string,
  members: Readonly<Record<string, KubeObject | null>>,
): World {
  const after = new Map(world.members);
  for (const [cluster, object] of Object.entries(members)) {
    const objects = new Map(after.get(cluster));
    if (object === null) objects.delete(key);
    else objects.set(key, object);
    after.set(cluster, objects);
  }
  return { ...world, members: after };
}

function change(objects: Objects, { verb, object, patch }: Action): Objects {
  const key = keyOf(object);
  const after = new Map(objects);
  if (verb === "delete") {
    after.delete(key);
    if (object.kind === "Namespace") emptyNamespace(after, mapAt(object, "metadata").name);
  } else if (verb === "merge-patch") {
    const before = objects.get(key);
    if (before !== undefined) after.set(key, mergePatch(before, patch));
  } else {
    after.set(key, object);
  }
  return after;
}

function emptyNamespace(objects: Map<string, KubeObject>, name: unknown): void {
  for (const [key, object] of objects) {
    if (mapAt(object, "metadata").namespace === name) objects.delete(key);
  }
}

/** A JSON merge patch, RFC 7386. */
function mergePatch(base: KubeObject, patch: KubeObject): KubeObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else if (!isPlainObject(value)) merged.set(key, value);
    else merged.set(key, mergePatch(isPlainObject(before) ? before : {}, value));
  }
  return Object.fromEntries(merged);
}
