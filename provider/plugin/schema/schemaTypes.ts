/** The part of the Pulumi package schema that we write. Source: Pulumi, "Package Schema". */
export interface PropertySpec {
  readonly description?: string;
  readonly type?: "array" | "boolean" | "integer" | "number" | "object" | "string";
  readonly $ref?: string;
  readonly items?: PropertySpec;
  readonly additionalProperties?: PropertySpec;
  readonly oneOf?: readonly PropertySpec[];
  /** Known at preview, never an Output. Not inherited: items of a plain list must be plain too. */
  readonly plain?: boolean;
  readonly secret?: boolean;
  readonly default?: boolean | number | string;
}

/** Properties by name, and which of them must be given. */
export interface ObjectSpec {
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required?: readonly string[];
}

/** A plain string, number or boolean. */
export function plain(
  type: "boolean" | "integer" | "number" | "string",
  description?: string,
): PropertySpec {
  return { type, plain: true, ...described(description) };
}

/** A plain list. */
export function plainList(items: PropertySpec, description?: string): PropertySpec {
  return { type: "array", items, plain: true, ...described(description) };
}

/** A plain map. */
export function plainMap(values: PropertySpec, description?: string): PropertySpec {
  return { type: "object", additionalProperties: values, plain: true, ...described(description) };
}

/** A reference to one of our own types. */
export function ownType(name: string, description?: string): PropertySpec {
  return { $ref: `#/types/kubefed:index:${name}`, plain: true, ...described(description) };
}

/** A reference to one of our own resources. */
export function ownResource(name: string, description?: string): PropertySpec {
  return { $ref: `#/resources/kubefed:index:${name}`, ...described(description) };
}

/** Any JSON value, Outputs included. */
export function anyValue(description?: string): PropertySpec {
  return { $ref: "pulumi.json#/Any", ...described(description) };
}

function described(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}
