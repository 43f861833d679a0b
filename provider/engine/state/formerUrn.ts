import type * as pulumi from "@pulumi/pulumi";
import { knownText } from "../knownText";
import { parseUrn } from "../../core/kinds/urn";
import { stackState } from "./stackState";

/** A resource of a program, and how the state tells that it had it before. */
export interface SoughtResource {
  readonly parent: pulumi.Resource;
  /** Its own type, without those of its parents. */
  readonly type: string;
  /** The type that it has where the program is run in another way. @default none */
  readonly otherType?: string;
  readonly name: string;
  /** Whether these are the outputs of the very thing that it stands for. */
  readonly isIt: (outputs: Readonly<Record<string, unknown>>) => boolean | Promise<boolean>;
}

/**
 * The URN under which the stack had a resource before it, or a component around it, was renamed or
 * moved; undefined where it was not. Without it as an alias the engine would make the thing once more,
 * and then delete it as the old one.
 */
export async function formerUrn(sought: SoughtResource): Promise<string | undefined> {
  const [state, parent] = await Promise.all([stackState(), knownText(sought.parent.urn)]);
  if (parent === undefined) return undefined;
  const { head, type } = parseUrn(parent);
  if (state.has(`${head}::${type}$${sought.type}::${sought.name}`)) return undefined;
  for (const [urn, outputs] of state) {
    const own = parseUrn(urn).type.split("$").at(-1);
    const isOfType = own === sought.type || own === sought.otherType;
    if (isOfType && (await sought.isIt(outputs))) return urn;
  }
  return undefined;
}
