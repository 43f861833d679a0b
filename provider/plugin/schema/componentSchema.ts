import { descriptionOf, documentationOf } from "./documentation";
import type { ComponentClass } from "./components";
import { type Field, fieldsOf } from "./fields";
import { resourceFields } from "./resourceFields";
import { type ComponentSpec, type PropertySpec } from "./spec";
import { isResource, itemType } from "./typeParts";
import {
  capitalised,
  componentName,
  fieldSpec,
  resourceSpec,
  type SchemaContext,
} from "./typeSchema";

/** Types that components had before. */
const formerTypes: Readonly<Record<string, string>> = {
  ExternalDns: "kubefed:index:ExternalDnsProvider",
  Rfc2136Zone: "kubefed:index:Rfc2136Provider",
};

/** Writes a component down: from its arguments and from what an instance of it gives. */
export function componentSchema(of: ComponentClass, context: SchemaContext): ComponentSpec {
  const { checker } = context;
  const inputs = fieldsOf(of.args, checker).flatMap((field) => inputsOf(field, of, context));
  const described = [...context.undescribed];
  const outputs = fieldsOf(of.instance, checker).map((field): Written => ({
    name: field.name,
    spec: outputSpec(field, of, context),
    isRequired: !field.isOptional,
  }));
  // What a component gives need not be described; what it takes must be.
  context.undescribed.clear();
  for (const name of described) context.undescribed.add(name);
  const former = Object.hasOwn(formerTypes, of.name) ? formerTypes[of.name] : undefined;
  return {
    description: descriptionOf(of.symbol, checker),
    isComponent: true,
    inputProperties: specsOf(inputs),
    requiredInputs: requiredOf(inputs),
    properties: specsOf(outputs),
    required: requiredOf(outputs),
    ...(former === undefined ? {} : { aliases: [{ type: former }] }),
  };
}

interface Written {
  readonly name: string;
  readonly spec: PropertySpec;
  readonly isRequired: boolean;
}

/** The inputs that one argument becomes: itself, or where it may be of several sorts one of each. */
function inputsOf(field: Field, of: ComponentClass, context: SchemaContext): Written[] {
  const resources = field.parts.filter((each) => isResource(each));
  if (field.parts.length > 1 && resources.length > 0) return splitInputs(field, of, context);
  return [
    { name: field.name, spec: inputSpec(field, of, context), isRequired: !field.isOptional },
    ...givenBeside(field, context),
  ];
}

function inputSpec(field: Field, of: ComponentClass, context: SchemaContext): PropertySpec {
  const kind = of.name.replace(/^Federated/, "");
  const template = field.name === "template" ? context.kubernetes.template(kind) : undefined;
  if (template === undefined) return fieldSpec(field, of.name, context);
  return { ...template, ...documentationOf(field.symbol, context.checker) };
}

/** SDKs of typed languages cannot tell the members of a union with a resource apart. */
function splitInputs(field: Field, of: ComponentClass, context: SchemaContext): Written[] {
  const documentation = documentationOf(field.symbol, context.checker);
  const resources = field.parts.filter((each) => isResource(each));
  const others = field.parts.filter((each) => !isResource(each));
  const named = resources.map((each): Written => ({
    name: resources.length === 1 ? field.name : uncapitalised(componentName(each, context) ?? ""),
    spec: { ...resourceSpec(each, context), ...documentation },
    isRequired: false,
  }));
  if (others.length === 0) return named;
  const rest = { ...field, name: `${field.name}Name`, parts: others };
  return [
    ...named,
    { name: rest.name, spec: fieldSpec(rest, of.name, context), isRequired: false },
  ];
}

/** The resources that an object type holds in TypeScript, as inputs of their own. */
function givenBeside(field: Field, context: SchemaContext): Written[] {
  const { checker } = context;
  return field.parts
    .map((each) => itemType(each, checker) ?? each)
    .filter((each) => !isResource(each) && each.isClassOrInterface())
    .flatMap((each) => {
      const { lists, singles } = resourceFields(fieldsOf(each, checker), checker);
      return [
        ...lists.map((list): Written => ({
          name: `${field.name}${capitalised(list.name)}`,
          spec: fieldSpec({ ...list, mayBeOutput: true }, each.symbol.name, context),
          isRequired: false,
        })),
        ...singles.flatMap((single) => mapsOf(single, context)),
      ];
    });
}

function mapsOf({ name, parts }: Field, context: SchemaContext): Written[] {
  return parts.map((each) => ({
    name: `${uncapitalised(componentName(each, context) ?? "")}s`,
    spec: {
      type: "object",
      additionalProperties: resourceSpec(each, context),
      description: `By the keys that ${name} says.`,
    },
    isRequired: false,
  }));
}

/** A component says itself what of its outputs is secret; Java has no option of a component that does. */
function outputSpec(field: Field, of: ComponentClass, context: SchemaContext): PropertySpec {
  const { plain, secret, ...spec } = fieldSpec(field, of.name, context);
  return unplain(spec);
}

/** Plainness is a matter of inputs. */
export function unplain({
  plain,
  items,
  additionalProperties,
  oneOf,
  ...spec
}: PropertySpec): PropertySpec {
  return {
    ...spec,
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(unplain) }),
    ...(items === undefined ? {} : { items: unplain(items) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: unplain(additionalProperties) }),
  };
}

function uncapitalised(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

function specsOf(fields: readonly Written[]): Readonly<Record<string, PropertySpec>> {
  return Object.fromEntries([...fields].sort(byName).map(({ name, spec }) => [name, spec]));
}

function requiredOf(fields: readonly Written[]): string[] {
  return fields
    .filter(({ isRequired }) => isRequired)
    .map(({ name }) => name)
    .sort();
}

function byName(a: Written, b: Written): number {
  return a.name < b.name ? -1 : 1;
}
