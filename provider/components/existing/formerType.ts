import * as pulumi from "@pulumi/pulumi";

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
