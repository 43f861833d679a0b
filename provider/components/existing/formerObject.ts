import type * as pulumi from "@pulumi/pulumi";

/** The alias by which the engine finds a resource under a former URN; an empty one stands for its own. */
export function aliasesOf(
  urn: Promise<string | undefined> | undefined,
): pulumi.CustomResourceOptions["aliases"] {
  return urn === undefined ? [] : [urn.then((known) => known ?? {})];
}
