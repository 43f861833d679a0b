import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A type in the package's schema, as far as arriving values are read by it. Source: Pulumi, "Package Schema". */
export interface ArrivingSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: ArrivingSpec;
  readonly additionalProperties?: ArrivingSpec;
  readonly plain?: boolean;
  /** The forms that a value may have. */
  readonly oneOf?: readonly ArrivingSpec[];
}

/** A component in the schema. */
export interface ComponentSpec {
  readonly inputProperties: Readonly<Record<string, ArrivingSpec>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, ArrivingSpec>>;
}

/** An object type or an enum in the schema. */
export interface TypeSpec {
  readonly properties?: Readonly<Record<string, ArrivingSpec>>;
  readonly enum?: readonly { readonly value: string }[];
}

/** A function in the schema. */
export interface FunctionSpec {
  readonly inputs: {
    readonly properties: Readonly<Record<string, ArrivingSpec>>;
    readonly required?: readonly string[];
  };
}

/** The package's schema: its text, which every SDK is made of, and what the plugin reads of it. */
export interface PackageSchema {
  readonly text: string;
  readonly version: string;
  readonly resources: Readonly<Record<string, ComponentSpec>>;
  readonly types: Readonly<Record<string, TypeSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
}

/** Reads the schema that this package has. */
export function readSchema(): PackageSchema {
  const folder = dirname(require.resolve("pulumi-kubefed/package.json"));
  const text = readFileSync(join(folder, "schema.json"), "utf8");
  return { ...(JSON.parse(text) as Omit<PackageSchema, "text">), text };
}

/** The object type of our own that a spec refers to; undefined for anything else. */
export function objectTypeOf(schema: PackageSchema, spec: ArrivingSpec): TypeSpec | undefined {
  const token = ownReference(spec, "types");
  const type = token === undefined ? undefined : schema.types[token];
  return type?.properties === undefined ? undefined : type;
}

/** What is expected of a value that has come: of several forms, the list for a list and the other for all else. */
export function formOf(spec: ArrivingSpec, value: unknown): ArrivingSpec {
  const isList = Array.isArray(value);
  return spec.oneOf?.find(({ items }) => (items !== undefined) === isList) ?? spec;
}

/** The token of our own that a spec refers to, in a room of the schema. */
export function ownReference(
  { $ref = "" }: ArrivingSpec,
  room: "resources" | "types",
): string | undefined {
  const start = `#/${room}/`;
  return $ref.startsWith(start) ? $ref.slice(start.length) : undefined;
}

/** What a value of a type is called in a sentence. */
export function describeSpec(schema: PackageSchema, spec: ArrivingSpec): string {
  const resource = ownReference(spec, "resources");
  if (resource !== undefined) return `a ${resource.replace("kubefed:index:", "")} of this program`;
  if (spec.oneOf !== undefined)
    return spec.oneOf.map((each) => describeSpec(schema, each)).join(" or ");
  if (spec.items !== undefined) return "a list";
  if (spec.additionalProperties !== undefined || objectTypeOf(schema, spec) !== undefined)
    return "an object";
  return scalars[spec.type ?? "string"] ?? "a value";
}

const scalars: Readonly<Record<string, string>> = {
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  string: "a string",
};
