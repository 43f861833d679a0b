import { isPlainObject } from "../plain/plainObject";
import { ownType, parseUrn } from "../kinds/urn";
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

/** The component that keeps the stack's own id, and its name. */
export const stackOwnerType = "kubefed:index:StackOwner";
export const stackOwnerName = "kubefed";

/**
 * The id that a stack has, by the outputs of its resources; undefined where it has none yet. The engine deletes
 * the owner early in a destroy, which may stop after that: then the member clusters have it still, without which
 * nothing can be deleted.
 *
 * @example
 * ownerAmong([["urn:pulumi:dev::shop::kubefed:index:StackOwner::kubefed", { id: "5f0c" }]])
 * //=> "5f0c"
 */
export function ownerAmong(
  resources: Iterable<readonly [string, Readonly<Record<string, unknown>>]>,
): string | undefined {
  let kept: string | undefined;
  for (const [urn, { id, owner }] of resources) {
    const own = ownType(parseUrn(urn).type);
    if (own === stackOwnerType && typeof id === "string" && id !== "") return id;
    if (own === "kubefed:index:KubeFedCluster" && typeof owner === "string" && owner !== "")
      kept = owner;
  }
  return kept;
}
