import { compareText } from "../plain/text";
import { isPlainObject } from "../plain/plainObject";
import { ownType, parseUrn } from "../kinds/urn";

/** The component that notes an update which writes its state only at its end, and its name. */
export const unfinishedUpdateType = "kubefed:index:UnfinishedUpdate";
export const unfinishedUpdateName = "kubefed";

/** Objects by cluster: keys as `guardedKey` gives them, sorted. */
export type ObjectsByCluster = Readonly<Record<string, readonly string[]>>;

/**
 * What an update is about to make, as the state has it until the update has ended. After a crash it says where to
 * look for what no resource stands for.
 */
export interface UnfinishedUpdate {
  readonly made: ObjectsByCluster;
  /** Of these, what stays on its cluster when the stack lets go of it: what was there before, or is to stay. */
  readonly retained: ObjectsByCluster;
}

/** An update that makes nothing. */
export const nothingUnfinished: UnfinishedUpdate = { made: {}, retained: {} };

/**
 * What the state notes of an update that has not ended; undefined where it notes none.
 *
 * @example
 * unfinishedAmong([["urn:pulumi:dev::shop::kubefed:index:UnfinishedUpdate::kubefed", { made: { eu: ["v1 ConfigMap a/b"] } }]])
 * //=> { made: { eu: ["v1 ConfigMap a/b"] }, retained: {} }
 */
export function unfinishedAmong(
  resources: Iterable<readonly [string, Readonly<Record<string, unknown>>]>,
): UnfinishedUpdate | undefined {
  for (const [urn, { made, retained }] of resources) {
    if (ownType(parseUrn(urn).type) !== unfinishedUpdateType) continue;
    return { made: objectsIn(made), retained: objectsIn(retained) };
  }
  return undefined;
}

/**
 * What two updates made, where neither has ended.
 *
 * @example
 * joinUnfinished({ made: { eu: ["b"] }, retained: {} }, { made: { eu: ["a", "b"], us: ["c"] }, retained: {} }).made
 * //=> { eu: ["a", "b"], us: ["c"] }
 */
export function joinUnfinished(a: UnfinishedUpdate, b: UnfinishedUpdate): UnfinishedUpdate {
  return {
    made: joinObjects(a.made, b.made),
    retained: joinObjects(a.retained, b.retained),
  };
}

/** An object that a killed update may have made. */
export interface LeftBehind {
  readonly cluster: string;
  /** As `guardedKey` gives it. */
  readonly key: string;
  readonly isRetained: boolean;
}

/**
 * What a killed update may have made and nobody has now: neither a resource of the state, which deletes it by
 * itself, nor the program. Sorted.
 *
 * @example
 * leftBehind({ unfinished: { made: { eu: ["v1 ConfigMap a/b", "v1 ConfigMap a/c"] }, retained: {} }, isHad: ({ key }) => key.endsWith("/c") })
 * //=> [{ cluster: "eu", key: "v1 ConfigMap a/b", isRetained: false }]
 */
export function leftBehind(of: {
  readonly unfinished: UnfinishedUpdate;
  /** Whether the state or the program has an object. */
  readonly isHad: (object: { readonly cluster: string; readonly key: string }) => boolean;
}): LeftBehind[] {
  const { unfinished, isHad } = of;
  const { made, retained } = unfinished;
  return Object.keys(made)
    .sort(compareText)
    .flatMap((cluster) => {
      const stays = new Set(Object.hasOwn(retained, cluster) ? retained[cluster] : []);
      return (made[cluster] ?? [])
        .filter((key) => !isHad({ cluster, key }))
        .map((key) => ({ cluster, key, isRetained: stays.has(key) }));
    });
}

/**
 * The note of objects that could not be looked for yet.
 *
 * @example
 * unfinishedOf([{ cluster: "eu", key: "v1 ConfigMap a/b", isRetained: true }])
 * //=> { made: { eu: ["v1 ConfigMap a/b"] }, retained: { eu: ["v1 ConfigMap a/b"] } }
 */
export function unfinishedOf(objects: readonly LeftBehind[]): UnfinishedUpdate {
  return {
    made: byCluster(objects),
    retained: byCluster(objects.filter(({ isRetained }) => isRetained)),
  };
}

function byCluster(objects: readonly LeftBehind[]): ObjectsByCluster {
  const clusters = new Map<string, string[]>();
  for (const { cluster, key } of objects)
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), key]);
  return joinObjects(Object.fromEntries(clusters), {});
}

function joinObjects(a: ObjectsByCluster, b: ObjectsByCluster): ObjectsByCluster {
  const clusters = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(compareText);
  const keysOn = (objects: ObjectsByCluster, cluster: string): readonly string[] =>
    Object.hasOwn(objects, cluster) ? (objects[cluster] ?? []) : [];
  return Object.fromEntries(
    clusters.map((cluster) => [
      cluster,
      [...new Set([...keysOn(a, cluster), ...keysOn(b, cluster)])].sort(compareText),
    ]),
  );
}

function objectsIn(value: unknown): ObjectsByCluster {
  const entries = Object.entries(isPlainObject(value) ? value : {}).map(([cluster, keys]) => [
    cluster,
    (Array.isArray(keys) ? keys : []).filter((key): key is string => typeof key === "string"),
  ]);
  return Object.fromEntries(entries) as ObjectsByCluster;
}
