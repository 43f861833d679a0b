import { ownType, parseUrn } from "../kinds/urn";

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
