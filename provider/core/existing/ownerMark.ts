import { isPlainObject } from "../plain/plainObject";
import type { KubeObject } from "../model";

/** The annotation that says on an object which stack made it. */
export const ownerAnnotation = "pulumi-kubefed/owner";

/** An object as it is called, on whichever cluster. */
export interface NamedObject {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/**
 * What an object bears from its first moment: the id of the stack that made it, and what it is, because
 * whoever copies an object copies its annotations.
 *
 * @example
 * ownerMark("5f0c", { kind: "ConfigMap", namespace: "shop", name: "web" })
 * //=> "5f0c/ConfigMap/shop/web"
 */
export function ownerMark(ownerId: string, object: NamedObject): string {
  const { kind, namespace, name } = object;
  return [ownerId, kind, ...(namespace === undefined ? [] : [namespace]), name].join("/");
}

/**
 * The id of the stack that a mark names; undefined for what is no mark of this object, such as that of the
 * object from which it was copied. A program may leave the namespace to the credentials, so that it is
 * missing on one side.
 *
 * @example
 * ["5f0c/ConfigMap/shop/web", "5f0c/ConfigMap/web", "5f0c/ConfigMap/shop/copied"].map((mark) => markOwner(mark, { kind: "ConfigMap", namespace: "shop", name: "web" }))
 * //=> ["5f0c", "5f0c", undefined]
 */
export function markOwner(
  mark: string | undefined,
  { kind, namespace, name }: NamedObject,
): string | undefined {
  const [id = "", ofKind, ...place] = (mark ?? "").split("/");
  if (id === "" || ofKind !== kind || place.length > 2 || place.at(-1) !== name) return undefined;
  const within = place.length === 2 ? place[0] : namespace;
  return namespace === undefined || within === namespace ? id : undefined;
}

/** The id of the stack that a live object says it is of; undefined where it says none. */
export function ownerOfObject({ kind, metadata }: KubeObject): string | undefined {
  if (typeof kind !== "string" || !isPlainObject(metadata)) return undefined;
  const { name, namespace, annotations } = metadata;
  const mark = isPlainObject(annotations) ? annotations[ownerAnnotation] : undefined;
  if (typeof name !== "string" || typeof mark !== "string") return undefined;
  return markOwner(mark, {
    kind,
    name,
    namespace: typeof namespace === "string" ? namespace : undefined,
  });
}
