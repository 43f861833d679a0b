import { compareText } from "../plain/text";

/** Lets a preview show a whole staged update, of which nothing is held; an update holds whatever it says. */
export const stagesVariable = "PULUMI_KUBEFED_STAGES";

/** A staged object: on one cluster, or on all. */
export interface StagedObject {
  readonly kind: string;
  /** Its component's name. */
  readonly name: string;
  readonly cluster?: string | undefined;
}

/** Which objects stay as they are in a preview of a whole update, because they would end it: sorted keys. */
export type RefusedObjects = ReadonlySet<string>;

const all = "all";

/** What the variable says: everything, but for objects that API servers refuse. */
export function formatWhole(refused: readonly StagedObject[]): string {
  return [all, ...[...new Set(refused.map(keyOf))].sort(compareText)].join(",");
}

/**
 * Reads the variable; undefined where what is held is to be held.
 *
 * @example
 * [parseWhole("all,Deployment/web@eu")?.has("Deployment/web@eu"), parseWhole("some"), parseWhole(undefined)]
 * //=> [true, undefined, undefined]
 */
export function parseWhole(text: string | undefined): RefusedObjects | undefined {
  const [first, ...refused] = (text ?? "").split(",");
  return first === all ? new Set(refused) : undefined;
}

/** Whether an object is among them, on its own cluster or on all. */
export function isRefused(refused: RefusedObjects, object: StagedObject): boolean {
  return refused.has(keyOf(object)) || refused.has(keyOf({ ...object, cluster: undefined }));
}

function keyOf({ kind, name, cluster }: StagedObject): string {
  return `${kind}/${name}${cluster === undefined ? "" : `@${cluster}`}`;
}
