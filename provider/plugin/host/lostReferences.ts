import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { knownText } from "../../engine/knownText";
import { typeOf } from "../../engine/resourceType";
import { arrived } from "../../engine/served/arrived";
import { type ArrivingSpec, ownReference, type PackageSchema } from "./packageSchema";

/** What inputs are read by, and what the program has made so far. */
interface Referring {
  readonly schema: PackageSchema;
  readonly token: string;
  readonly made: ReadonlyMap<string, pulumi.Resource>;
}

type Inputs = Readonly<Record<string, unknown>>;

/**
 * Puts references back that a program in YAML has lost: its host passes a list of resources on, such as
 * `${fleet.clusters}`, as a list of empty objects. Of which component the list is, its dependencies say; it is put back
 * only where that has one list of such resources, of the same length. Any other stays as it is, and is refused.
 */
export async function withReferences(inputs: Inputs, referring: Referring): Promise<Inputs> {
  const specs = referring.schema.resources[referring.token]?.inputProperties ?? {};
  const entries = Object.entries(inputs).map(async ([key, value]) => {
    const token = ownReference(specs[key]?.items ?? {}, "resources");
    if (token === undefined || !pulumi.Output.isInstance(value)) return [key, value];
    return [key, (await listOf(value, { ...referring, token })) ?? value];
  });
  return Object.fromEntries((await Promise.all(entries)) as [string, unknown][]);
}

async function listOf(
  output: pulumi.Output<unknown>,
  { token, schema, made }: Referring,
): Promise<readonly unknown[] | undefined> {
  const { value, dependencies } = await arrived(output);
  const [only, ...others] = dependencies;
  if (!isLost(value) || only === undefined || others.length > 0) return undefined;
  const component = made.get((await knownText(only.urn)) ?? "");
  if (component === undefined) return undefined;
  const name = listName(schema.resources[typeOf(component)]?.properties, token);
  const list: unknown = name === undefined ? undefined : await Reflect.get(component, name);
  return Array.isArray(list) && list.length === value.length ? list : undefined;
}

/** The output that is a list of such resources, where there is one and no other. */
function listName(
  outputs: Readonly<Record<string, ArrivingSpec>> = {},
  token: string,
): string | undefined {
  const [name, ...others] = Object.keys(outputs).filter(
    (key) => ownReference(outputs[key]?.items ?? {}, "resources") === token,
  );
  return others.length === 0 ? name : undefined;
}

function isLost(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.length > 0 && value.every(isEmpty);
}

function isEmpty(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0;
}
