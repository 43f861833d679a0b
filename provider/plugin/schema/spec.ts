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
  readonly default?: boolean | number | string;
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

/**
 * Leaves out what plainness says where it says nothing: only `true` is written. A default that is no value of the
 * type is said in words: SDKs cannot be made of it.
 */
export function written(spec: PropertySpec): PropertySpec {
  const { items, additionalProperties, plain, default: usual, ...rest } = spec;
  const { description = "" } = rest;
  const said = { description: `${description} Default: ${JSON.stringify(usual)}.`.trim() };
  return {
    ...rest,
    ...(usual === undefined ? {} : fits(usual, spec) ? { default: usual } : said),
    ...(items === undefined ? {} : { items: written(items) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: written(additionalProperties) }),
    ...(plain === true ? { plain } : {}),
  };
}

function fits(value: boolean | number | string, { type, $ref }: PropertySpec): boolean {
  if ($ref !== undefined) return typeof value === "string" && $ref.startsWith("#/types/");
  return type === "integer" || type === "number"
    ? typeof value === "number"
    : type === typeof value;
}

/** Any JSON value, Outputs included. */
export const anyValue: PropertySpec = { $ref: "pulumi.json#/Any" };

/** Whether all of a value is plain: neither an Output nor a resource nor anything that may hold one. */
export function isPlain({ $ref, items, additionalProperties, plain }: PropertySpec): boolean {
  if (plain === false) return false;
  if (items !== undefined) return isPlain(items);
  if (additionalProperties !== undefined) return isPlain(additionalProperties);
  // Of our own types each field says it for itself.
  return $ref === undefined || $ref.startsWith("#/types/");
}
