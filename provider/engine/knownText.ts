import * as pulumi from "@pulumi/pulumi";

/**
 * The text of an Output, also of a secret one, or undefined where it is not known in this run: at
 * preview, when the resource that gives it does not exist yet. Rejects with the Output.
 */
export async function knownText(
  output: pulumi.Output<string | undefined> | undefined,
): Promise<string | undefined> {
  if (output === undefined) return undefined;
  // An apply would not be called for an unknown value, and nothing public else tells it from a late one.
  const { text } = await pulumi.runtime.serializeProperties("knownText", {
    text: pulumi.unsecret(output),
  });
  return typeof text === "string" && text !== pulumi.runtime.unknownValue ? text : undefined;
}
