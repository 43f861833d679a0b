import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../../core/plain/plainObject";
import { typeOf } from "../../engine/resourceType";
import { type Arrived, arrived } from "../../engine/served/arrived";
import {
  type ArrivingSpec,
  describeSpec,
  formOf,
  objectTypeOf,
  ownReference,
  type PackageSchema,
} from "./packageSchema";

/** What is wrong with an input, by its path in the inputs of the schema. */
export interface InputProblem {
  readonly path: string;
  readonly message: string;
}

/** An input as the class takes it, and what of it cannot be taken. */
export interface Settled {
  readonly value: unknown;
  readonly problems: readonly InputProblem[];
}

/** Where a value stands in a component's inputs. */
interface Place {
  readonly schema: PackageSchema;
  readonly spec: ArrivingSpec;
  readonly path: string;
}

/**
 * Turns an input as it arrives from another language into what a class takes: structure plain, leaves as they are.
 *
 * - Languages wrap in Outputs what is known as well as what is not. What is known and no secret is unwrapped
 *   wherever structure has to be plain.
 * - What is not known, or secret, stays an Output, so that the class refuses it as in a program of its own
 *   language; it is named here too, because not every class looks. It is never taken as absent or empty: a
 *   preview would announce deletions.
 * - Of a secret object the leaves are secret.
 */
export async function settle(value: unknown, place: Place): Promise<Settled> {
  if (pulumi.Output.isInstance(value)) return settleOutput(value, place);
  if (value === null || value === undefined) return { value: undefined, problems: [] };
  const { schema, path } = place;
  const spec = formOf(place.spec, value);
  const reference = ownReference(spec, "resources");
  if (reference !== undefined) return settleReference(value, place, reference);
  if (isLeafy(spec)) return settleLeaves(value, place);
  if (Array.isArray(value)) {
    const item = spec.items ?? anything;
    const items = value.map((each, index) =>
      settle(each, { schema, spec: item, path: `${path}[${index}]` }),
    );
    return together(await Promise.all(items), (values) => values);
  }
  if (!isPlainObject(value)) return { value, problems: [] };
  const type = objectTypeOf(schema, spec);
  const entries = Object.entries(value).map(([key, each]) => {
    const field = type?.properties?.[key] ?? spec.additionalProperties;
    const at = type === undefined ? `${path}[${JSON.stringify(key)}]` : `${path}.${key}`;
    return [key, each, { schema, spec: field ?? anything, path: at }] as const;
  });
  const settled = await Promise.all(entries.map(([, each, at]) => settle(each, at)));
  return together(settled, (values) => present(entries.map(([key], i) => [key, values[i]])));
}

const anything: ArrivingSpec = { $ref: "pulumi.json#/Any" };

async function settleOutput(output: pulumi.Output<unknown>, place: Place): Promise<Settled> {
  const came = await arrived(output);
  const isWhole = came.isKnown && (!came.isSecret || isStructure(came.value));
  if (isWhole) return settleKnown(output, came, place);
  return { value: output, problems: mayWait(place) ? [] : [unknown(place, came)] };
}

/** An Output that is known, and if it is secret, a structure. */
function settleKnown(
  output: pulumi.Output<unknown>,
  { value, isSecret, dependencies }: Arrived,
  place: Place,
): Promise<Settled> {
  const hasDependencies = dependencies.length > 0;
  const partsWait = isSecret || (hasDependencies && isLeafy(place.spec));
  if (partsWait && isStructure(value)) return settle(spread(output, value), place);
  const isLeaf = hasDependencies && mayWait(place) && !pulumi.Resource.isInstance(value);
  return isLeaf ? Promise.resolve({ value: output, problems: [] }) : settle(value, place);
}

function isStructure(value: unknown): boolean {
  return Array.isArray(value) || (isPlainObject(value) && !isMarked(value));
}

function unknown({ schema, spec, path }: Place, { isSecret }: Arrived): InputProblem {
  const why = isSecret ? "; it is a secret" : "";
  return { path, message: `must be ${describeSpec(schema, spec)}, known at preview${why}` };
}

/** A structure in the place of an Output of one; what is secret of it, or waits for something, is each part. */
function spread(output: pulumi.Output<unknown>, value: unknown): unknown {
  const part = (key: number | string) =>
    output.apply((whole) => (isIndexable(whole) ? whole[key] : undefined));
  if (Array.isArray(value)) return value.map((_, index) => part(index));
  if (!isPlainObject(value)) return output;
  return Object.fromEntries(Object.keys(value).map((key) => [key, part(key)]));
}

function isIndexable(value: unknown): value is Readonly<Record<number | string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isMarked(value: unknown): boolean {
  return pulumi.Resource.isInstance(value) || pulumi.Output.isInstance(value);
}

/** A template, or any other value: what is known and stands for itself is plain, all else is a leaf. */
async function settleLeaves(value: unknown, place: Place): Promise<Settled> {
  if (Array.isArray(value)) {
    const items = await Promise.all(value.map((each) => settle(each, place)));
    return together(items, (values) => values);
  }
  if (!isPlainObject(value) || isMarked(value)) return { value, problems: [] };
  const keys = Object.keys(value);
  const all = await Promise.all(keys.map((key) => settleField(value[key], place)));
  return together(all, (values) => present(keys.map((key, index) => [key, values[index]])));
}

/** A `null` of a template is a value: it takes a field away. */
async function settleField(value: unknown, place: Place): Promise<Settled> {
  return value === null ? { value, problems: [] } : settle(value, place);
}

function settleReference(value: unknown, place: Place, token: string): Settled {
  if (pulumi.Resource.isInstance(value) && typeOf(value) === token) return { value, problems: [] };
  const what = describeSpec(place.schema, place.spec);
  const message = `must be ${what}, made by the same version of the package; it is ${titleOf(value)}`;
  return { value, problems: [{ path: place.path, message }] };
}

function titleOf(value: unknown): string {
  if (!pulumi.Resource.isInstance(value)) return "another value";
  const type = typeOf(value);
  return type === "" ? "a resource that this run of the plugin has not made" : `a ${type}`;
}

/** Whether a value may hold Outputs at any depth: a template, values of a chart, what an override writes. */
function isLeafy({ $ref, items, additionalProperties, plain }: ArrivingSpec): boolean {
  if (plain === true || items !== undefined || additionalProperties !== undefined) return false;
  return $ref !== undefined && !$ref.startsWith("#/");
}

/** Whether a value need not be known at preview: a template or a part of one, or a single value. */
function mayWait({ schema, spec }: Place): boolean {
  if (isLeafy(spec)) return true;
  const { plain, items, additionalProperties } = spec;
  if (plain === true || items !== undefined || additionalProperties !== undefined) return false;
  if (ownReference(spec, "resources") !== undefined) return false;
  return objectTypeOf(schema, spec) === undefined;
}

function together(
  all: readonly Settled[],
  combine: (values: readonly unknown[]) => unknown,
): Settled {
  return {
    value: combine(all.map(({ value }) => value)),
    problems: all.flatMap(({ problems }) => problems),
  };
}

function present(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
