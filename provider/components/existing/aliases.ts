import * as pulumi from "@pulumi/pulumi";

/** The alias by which the engine finds a resource under a former URN; an empty one stands for its own. */
export function aliasesOf(
  urn: Promise<string | undefined> | undefined,
): pulumi.CustomResourceOptions["aliases"] {
  return urn === undefined ? [] : [urn.then((known) => known ?? {})];
}

/**
 * Adds the type that a component had before to its options, so that a stack of that time keeps the
 * component and everything below it.
 */
export function formerlyOfType(
  type: string,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(opts, { aliases: [{ type }] });
}
