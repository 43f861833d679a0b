/** The part of the Pulumi package schema that we write. Source: Pulumi, "Package Schema". */
export interface PropertySpec {
  readonly description?: string;
  readonly type?: "array" | "boolean" | "integer" | "number" | "object" | "string";
  readonly $ref?: string;
  readonly items?: PropertySpec;
  readonly additionalProperties?: PropertySpec;
  /** Known at preview, never an Output. Not inherited: items of a plain list must be plain too. */
  readonly plain?: boolean;
  readonly secret?: boolean;
  /** The forms that a value may have. */
  readonly oneOf?: readonly PropertySpec[];
}

/** Properties by name, and which of them are always there. */
export interface ObjectSpec {
  readonly type: "object";
  readonly description?: string;
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required?: readonly string[];
}

/** A text that is one of some. */
export interface EnumSpec {
  readonly type: "string";
  readonly description?: string;
  readonly enum: readonly { readonly value: string }[];
}

/** A component as other languages see it. */
export interface ComponentSpec {
  readonly description: string;
  readonly isComponent: true;
  readonly inputProperties: Readonly<Record<string, PropertySpec>>;
  readonly requiredInputs: readonly string[];
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required: readonly string[];
  readonly aliases?: readonly { readonly type: string }[];
}

/** A resource of the package's own as other languages see it. */
export type ResourceSpec = Omit<ComponentSpec, "aliases" | "isComponent">;

/** A function as other languages see it. */
export interface FunctionSpec {
  readonly description: string;
  readonly inputs: ObjectSpec;
  readonly outputs: ObjectSpec;
}

/** Leaves out what plainness says where it says nothing: only `true` is written. */
export function written(spec: PropertySpec): PropertySpec {
  const { items, additionalProperties, plain, oneOf, ...rest } = spec;
  return {
    ...rest,
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(written) }),
    ...(items === undefined ? {} : { items: written(items) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: written(additionalProperties) }),
    ...(plain === true ? { plain } : {}),
  };
}

/** Any JSON value, Outputs included. */
export const anyValue: PropertySpec = { $ref: "pulumi.json#/Any" };

/** Whether all of a value is plain: neither an Output nor a resource nor anything that may hold one. */
export function isPlain(spec: PropertySpec): boolean {
  const { $ref, items, additionalProperties, plain, oneOf } = spec;
  if (plain === false) return false;
  if (oneOf !== undefined) return oneOf.every(isPlain);
  if (items !== undefined) return isPlain(items);
  if (additionalProperties !== undefined) return isPlain(additionalProperties);
  // Of our own types each field says it for itself.
  return $ref === undefined || $ref.startsWith("#/types/");
}
