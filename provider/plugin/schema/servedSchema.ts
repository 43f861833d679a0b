import type ts from "typescript";
import { unplain } from "./componentSchema";
import { descriptionOf } from "./documentation";
import { fieldsOf } from "./fields";
import type { FunctionSpec, ObjectSpec, ResourceSpec } from "./spec";
import { capitalised, fieldSpec, type SchemaContext } from "./typeSchema";

/** Resources and functions that are described by a pair of types, by name. */
export interface ServedSchema<Spec> {
  readonly [name: string]: Spec;
}

/** Writes the package's own resources down: any input may be known later. */
export function resourcesSchema(of: ts.Type, context: SchemaContext): ServedSchema<ResourceSpec> {
  return mapServed(of, context, ({ description, inputs, outputs }) => ({
    description,
    inputProperties: inputs.properties,
    requiredInputs: inputs.required ?? [],
    properties: outputs.properties,
    required: outputs.required ?? [],
  }));
}

/** Writes the package's functions down. */
export function functionsSchema(of: ts.Type, context: SchemaContext): ServedSchema<FunctionSpec> {
  return mapServed(of, context, (described) => described);
}

interface Described {
  readonly description: string;
  readonly inputs: ObjectSpec;
  readonly outputs: ObjectSpec;
}

function mapServed<Spec>(
  of: ts.Type,
  context: SchemaContext,
  write: (described: Described) => Spec,
): ServedSchema<Spec> {
  const { checker } = context;
  const entries = of.getProperties().map((symbol) => {
    const type = checker.getTypeOfSymbol(symbol);
    const part = (name: string): ObjectSpec => {
      const found = type.getProperty(name);
      if (found === undefined) throw new Error(`${symbol.name} has no ${name}`);
      return objectSpec(checker.getTypeOfSymbol(found), capitalised(symbol.name), context);
    };
    const description = descriptionOf(symbol, checker);
    const described = { description, inputs: part("inputs"), outputs: part("outputs") };
    return [symbol.name, write(described)] as const;
  });
  return Object.fromEntries(entries);
}

function objectSpec(type: ts.Type, owner: string, context: SchemaContext): ObjectSpec {
  const fields = fieldsOf(type, context.checker);
  const named = [...fields].sort((a, b) => (a.name < b.name ? -1 : 1));
  const required = named.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
  const properties = named.map(
    (field) => [field.name, unplain(fieldSpec(field, owner, context))] as const,
  );
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}
