import type { Issue } from "../issue";
import type { ManifestIdentity } from "./manifest";

/** Which objects of a manifest are meant: those that are all that it says. `{}` means every object. */
export interface ObjectPick {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

const fields = ["apiVersion", "kind", "namespace", "name"] as const;

/**
 * Whether an object is meant.
 *
 * @example
 * picksObject({ kind: "Service" }, { apiVersion: "v1", kind: "Service", name: "web", namespace: "" })
 * //=> true
 */
export function picksObject(pick: ObjectPick, object: ManifestIdentity): boolean {
  return fields.every((field) => pick[field] === undefined || pick[field] === object[field]);
}

/** The issue `override-no-object` where none of the objects is meant; none where there is no object. */
export function unmatchedPick(request: {
  readonly pick: ObjectPick;
  readonly objects: readonly ManifestIdentity[];
  readonly path: string;
}): Issue[] {
  const { pick, objects, path } = request;
  if (objects.length === 0 || objects.some((object) => picksObject(pick, object))) return [];
  const wanted = fields.flatMap((field) =>
    pick[field] === undefined ? [] : [`${field} "${pick[field]}"`],
  );
  const known = [...new Set(objects.map(({ kind, name }) => `${kind} ${name}`))].sort();
  const message = `no object has ${wanted.join(" and ")}; there are ${known.join(", ")}`;
  return [{ code: "override-no-object", path, message }];
}
