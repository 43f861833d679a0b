import * as pulumi from "@pulumi/pulumi";
import { createHmac, randomBytes } from "node:crypto";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareText, stableText } from "../../core/plain/text";
import { hasUnknown, plainValue } from "../plainValue";
import { isResourceOf } from "../resourceType";

const memberType = "kubefed:index:KubeFedCluster";

/**
 * A resource that is only known later, as an Output that says whose cluster it is on: what is taken from it can
 * be told from any other value before it is there.
 */
export function placedLater<Resource extends pulumi.Resource>(
  member: pulumi.Resource,
  resource: Promise<Resource | undefined>,
): pulumi.Output<Resource> {
  // A resource itself tells an Output nothing of where it is from; one of its own Outputs does.
  const placed = pulumi.all([member.urn, pulumi.output(resource)]);
  return placed.apply(([, later]) => later) as pulumi.Output<unknown> as pulumi.Output<Resource>;
}

/** The member clusters whose staged objects a value is taken from, sorted. */
export function sourceClustersOf(value: unknown): string[] {
  const found = new Set<string>();
  walk(value, (leaf) => {
    for (const name of sourceClustersOfLeaf(leaf)) found.add(name);
    return leaf;
  });
  return [...found].sort(compareText);
}

/** What an Output knows at once of where it is from. */
function sourceClustersOfLeaf(leaf: unknown): string[] {
  if (!pulumi.Output.isInstance(leaf)) return [];
  const resources: unknown = Reflect.get(leaf, "resources");
  const all: unknown = typeof resources === "function" ? Reflect.apply(resources, leaf, []) : [];
  return all instanceof Set
    ? [...all].flatMap((each: unknown) => (isResourceOf(memberType, each) ? [nameOf(each)] : []))
    : [];
}

function nameOf(member: unknown): string {
  const name: unknown = Reflect.get(Object(member) as object, "name");
  return typeof name === "string" ? name : "";
}

/**
 * What a cluster is to have, as a text that is another one for anything else: salted, so that no secret can be
 * guessed from it. Undefined where it is not known in this run.
 *
 * - Waits for every value but those that come from objects staged by the same strategy: they are known only
 *   when these are written, and change only with them.
 */
export async function revisionOf(
  salt: string | undefined,
  wanted: unknown,
): Promise<string | undefined> {
  if (salt === undefined) return undefined;
  const { value } = await plainValue(walk(wanted, withoutSource));
  if (hasUnknown(value)) return undefined;
  return createHmac("sha256", salt).update(stableText(value)).digest("hex").slice(0, 16);
}

/** What the revisions of a stack are salted with, by chance. */
export function newSalt(): string {
  return randomBytes(16).toString("hex");
}

function withoutSource(leaf: unknown): unknown {
  const from = sourceClustersOfLeaf(leaf);
  return from.length === 0 ? leaf : { "staged object on": from };
}

/** A value with every leaf changed. */
function walk(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => walk(each, change));
  if (!isPlainObject(value)) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, change)]));
}
