import type * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../core/plain/plainObject";
import { hasRealEngine } from "./engine";
import { askEngine } from "./engineQuestion";
import { knownText } from "./knownText";

/**
 * The names of a resource's properties that have a value in this run; undefined where that cannot be said. At
 * preview a property without value looks like one whose value is not known yet, and only the engine tells
 * them apart.
 */
export async function registeredNames(
  resource: pulumi.Resource,
): Promise<readonly string[] | undefined> {
  if (!hasRealEngine()) return undefined;
  const urn = await knownText(resource.urn);
  if (urn === undefined) return undefined;
  const { state } = await askEngine({ token: "pulumi:pulumi:getResource", args: { urn } });
  return isPlainObject(state) ? Object.keys(state) : undefined;
}
