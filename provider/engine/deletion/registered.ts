import * as pulumi from "@pulumi/pulumi";
import { setTimeout as pause } from "node:timers/promises";
import { inheritedUrns } from "../../core/kinds/urn";
import { knownText } from "../knownText";

/** A resource that this run of the program has declared. */
export interface Registered {
  /** As the engine will call it; known before the engine was asked. */
  readonly urn: string;
  readonly resource: pulumi.Resource;
  readonly parent: pulumi.Resource;
}

/** All that a run has declared. */
export interface Registrations {
  readonly resources: readonly Registered[];
  /** URNs that the stack may have had them under: aliases, those that come from their parents included. */
  readonly formerUrns: ReadonlySet<string>;
}

/** So long no resource may come in addition before everything counts as declared. */
const quietMs = 50;

/**
 * All resources of the program, once no more are declared: those that come late, from a value that is known
 * only after another resource was written, included. Undefined where one of them cannot be registered, for
 * the run fails then.
 */
export async function registrations(): Promise<Registrations | undefined> {
  let known: readonly Registered[] = [];
  for (;;) {
    const found = allResources();
    if (found.length === known.length) break;
    known = found;
    const all = await Promise.allSettled(known.map(({ resource }) => knownText(resource.urn)));
    if (all.some(({ status }) => status === "rejected")) return undefined;
    await pause(quietMs);
  }
  return { resources: known, formerUrns: await formerUrnsOf(known) };
}

/** Their own aliases, and what the aliases of their parents mean for them. */
async function formerUrnsOf(known: readonly Registered[]): Promise<ReadonlySet<string>> {
  const former = new Map<pulumi.Resource, readonly string[]>();
  // Parents come before their children.
  for (const { resource, parent } of known) {
    const own = await Promise.all(
      declaredAliases(resource).map((alias) => knownText(alias).catch(() => undefined)),
    );
    const inherited = (former.get(parent) ?? []).flatMap((parentAlias) =>
      inheritedUrns(parentAlias, {
        parentName: textAt(parent, "__name"),
        name: textAt(resource, "__name"),
        type: textAt(resource, "__pulumiType"),
      }),
    );
    former.set(resource, [...own.filter((urn) => urn !== undefined), ...inherited]);
  }
  return new Set([...former.values()].flat());
}

/** The tree of resources that Pulumi's own library keeps, from the stack down. */
function allResources(): Registered[] {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) return [];
  const head = `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}`;
  const below = (parent: pulumi.Resource, types: string): Registered[] =>
    childrenOf(parent).flatMap((resource) => {
      const type = `${types}${textAt(resource, "__pulumiType")}`;
      const urn = `${head}::${type}::${textAt(resource, "__name")}`;
      return [{ urn, resource, parent }, ...below(resource, `${type}$`)];
    });
  return below(stack, "");
}

function childrenOf(resource: pulumi.Resource): pulumi.Resource[] {
  const children: unknown = Reflect.get(resource, "__childResources");
  return children instanceof Set
    ? [...children].filter((child: unknown) => pulumi.Resource.isInstance(child))
    : [];
}

function declaredAliases(resource: pulumi.Resource): pulumi.Output<string>[] {
  const aliases: unknown = Reflect.get(resource, "__aliases");
  if (!Array.isArray(aliases)) return [];
  return aliases.flatMap((alias: unknown) =>
    typeof alias === "string" || pulumi.Output.isInstance<string>(alias)
      ? [pulumi.output(alias)]
      : [],
  );
}

function textAt(resource: pulumi.Resource, field: string): string {
  const text: unknown = Reflect.get(resource, field);
  return typeof text === "string" ? text : "";
}
