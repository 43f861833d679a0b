import { compareText } from "../plain/text";

/** An object of a stack, as the stack's guard remembers it. */
export interface GuardedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string | undefined;
  readonly uid: string;
}

/** The objects of one cluster: uids by what `guardedKey` says. */
export type GuardedUids = Readonly<Record<string, string>>;

/**
 * Names an object within its cluster.
 *
 * @example
 * guardedKey({ apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" })
 * //=> "apps/v1 Deployment shop/web"
 */
export function guardedKey({
  apiVersion,
  kind,
  namespace,
  name,
}: Omit<GuardedObject, "uid">): string {
  return `${apiVersion} ${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/**
 * Reads a key back; undefined for what is none.
 *
 * @example
 * parseGuardedKey("v1 Namespace shop")
 * //=> { apiVersion: "v1", kind: "Namespace", name: "shop" }
 */
export function parseGuardedKey(key: string): Omit<GuardedObject, "uid"> | undefined {
  const [, apiVersion, kind, namespace, name] = /^(\S+) (\S+) (?:([^/ ]+)\/)?(.+)$/.exec(key) ?? [];
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name };
}

/**
 * The objects that a stack had and has no longer, of one cluster: neither under their names nor by their uids;
 * sorted by key.
 *
 * @example
 * leavingObjects({ "v1 ConfigMap a/x": "1", "v1 ConfigMap a/y": "2" }, { "v1 ConfigMap a/x": "3" })
 * //=> [{ apiVersion: "v1", kind: "ConfigMap", namespace: "a", name: "y", uid: "2" }]
 */
export function leavingObjects(
  before: GuardedUids,
  now: GuardedUids,
  elsewhere: ReadonlySet<string> = new Set(),
): GuardedObject[] {
  const uids = new Set(Object.values(now));
  return Object.entries(before)
    .filter(([key, uid]) => !Object.hasOwn(now, key) && !uids.has(uid) && !elsewhere.has(uid))
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([key, uid]) => {
      const object = parseGuardedKey(key);
      return object === undefined ? [] : [{ ...object, uid }];
    });
}

/**
 * Whether a resource only remembers what a stack has on its clusters, for a later deletion.
 *
 * @example
 * ["pulumi-nodejs:dynamic/kubefed:DeletionGuard", "kubefed:index:FieldOwnership"].map(isGuard)
 * //=> [true, false]
 */
export function isGuard(type: string): boolean {
  return /(\/kubefed|(^|\$)kubefed:index):DeletionGuard$/.test(type);
}
