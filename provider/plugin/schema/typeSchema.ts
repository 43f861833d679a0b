import ts from "typescript";
import { descriptionOf, documentationOf } from "./documentation";
import { declaredTypeName, type Field, fieldsOf, isProperty } from "./fields";
import type { KubernetesTypes } from "./kubernetesTypes";
import { resourceFields } from "./resourceFields";
import {
  anyValue,
  type EnumSpec,
  isPlain,
  type ObjectSpec,
  type PropertySpec,
  written,
} from "./spec";
import { areAll, isDeclaredIn, isResource, itemType, mayBeOutput, partsOf } from "./typeParts";

/** What the writer of a schema knows and finds. */
export interface SchemaContext {
  readonly checker: ts.TypeChecker;
  readonly kubernetes: KubernetesTypes;
  /** The names of all components. */
  readonly components: ReadonlySet<string>;
  /** The object types and enumerations that were met, by name. */
  readonly types: Map<string, ObjectSpec | EnumSpec>;
  /** What has no docstring. */
  readonly undescribed: Set<string>;
}

/** Writes a field down: what it is, what its docstring says, and whether it is plain. */
export function fieldSpec(field: Field, owner: string, context: SchemaContext): PropertySpec {
  const place = `${owner}${capitalised(field.name)}`;
  const named = declaredTypeName(field, context.checker);
  const spec = /^MergePatch\b/.test(typeText(field))
    ? anyValue
    : specOf(field.parts, { place, named: named ?? place }, context);
  const documentation = documentationOf(field.symbol, context.checker);
  if (documentation.description === undefined) context.undescribed.add(`${owner}.${field.name}`);
  const plain = !field.mayBeOutput && isPlain(spec);
  return written({ ...spec, ...documentation, plain });
}

/** A name in a schema: an interface's without the ending that only TypeScript needs. */
export function schemaName(name: string): string {
  return name.replace(/(?<=\w)Args$/, "");
}

/** A name that goes on after another. */
export function capitalised(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** Where a type stands: for what it is called if it has no name, and for its name if it has. */
interface Place {
  readonly place: string;
  readonly named: string;
}

/** Numbers that need not be whole. */
const fractions = new Set([
  "IngressHealthCheckIntervalSeconds",
  "IngressHealthCheckTimeoutSeconds",
  "PlannedCheckIntervalSeconds",
  "PlannedCheckTimeoutSeconds",
  "Rfc2136ZoneTimeoutSeconds",
]);

function specOf(parts: readonly ts.Type[], at: Place, context: SchemaContext): PropertySpec {
  if (areAll(parts, ts.TypeFlags.BooleanLike)) return { type: "boolean" };
  // Of a text or false, other languages take the text.
  const rest = parts.filter((each) => (each.flags & ts.TypeFlags.BooleanLike) === 0);
  if (areAll(rest, ts.TypeFlags.StringLiteral)) return enumSpec(rest, at.named, context);
  if (areAll(rest, ts.TypeFlags.NumberLike))
    return { type: fractions.has(at.place) ? "number" : "integer" };
  const forms = formsOf(rest, context.checker);
  if (forms.length > 1) return { oneOf: forms.map((each) => specOf(each, at, context)) };
  if (rest.some((each) => itemType(each, context.checker) !== undefined))
    return listSpec(rest, at, context);
  // Of a text or the same as an object, other languages take the text.
  if (rest.some((each) => (each.flags & ts.TypeFlags.StringLike) !== 0)) return { type: "string" };
  const [only] = rest;
  return rest.length === 1 && only !== undefined ? objectSpec(only, at, context) : anyValue;
}

/** Splits what may be a number or a text, or a list of objects or a word, into these two. */
function formsOf(parts: readonly ts.Type[], checker: ts.TypeChecker): (readonly ts.Type[])[] {
  const isText = (each: ts.Type) => (each.flags & ts.TypeFlags.StringLike) !== 0;
  const texts = parts.filter(isText);
  const others = parts.filter((each) => !isText(each));
  const areLists = others.every((each) => {
    const item = itemType(each, checker);
    return item !== undefined && !partsOf(item, checker).some(isText);
  });
  const areForms = areLists || areAll(others, ts.TypeFlags.NumberLike);
  return texts.length > 0 && others.length > 0 && areForms ? [others, texts] : [parts];
}

/** A list, also of one where TypeScript takes the one without a list. */
function listSpec(parts: readonly ts.Type[], at: Place, context: SchemaContext): PropertySpec {
  const { checker } = context;
  const types = parts.map((each) => itemType(each, checker) ?? each);
  const items = types.flatMap((each) => partsOf(each, checker));
  const spec = specOf([...new Set(items)], at, context);
  const isLeaf = types.some((each) => mayBeOutput(each, checker));
  return { type: "array", items: inner(spec, isLeaf) };
}

function enumSpec(parts: readonly ts.Type[], name: string, { types }: SchemaContext): PropertySpec {
  const values = parts.flatMap((each) =>
    each.isStringLiteral() && each.value !== "" ? [each.value] : [],
  );
  // The compiler gives them in the order in which it met them anywhere.
  types.set(name, { type: "string", enum: values.sort().map((value) => ({ value })) });
  return { $ref: `#/types/kubefed:index:${name}` };
}

function objectSpec(type: ts.Type, at: Place, context: SchemaContext): PropertySpec {
  if (isResource(type)) return resourceSpec(type, context);
  if ((type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) === 0) return anyValue;
  if (type.getSymbol()?.name === "Asset") return { $ref: "pulumi.json#/Asset" };
  const kubernetes = isDeclaredIn(type.getSymbol(), "@pulumi/kubernetes")
    ? context.kubernetes.other(type.symbol.name)
    : undefined;
  if (kubernetes !== undefined) return kubernetes;
  const values = type.getStringIndexType();
  if (values !== undefined)
    return type.getProperties().length > 0 ? anyValue : mapSpec(values, at, context);
  const listed = literalKeys(type, context);
  return listed === undefined ? ownType(type, at, context) : mapSpec(listed, at, context);
}

/** What a map holds of which only the keys are listed: its fields are declared nowhere. */
function literalKeys(type: ts.Type, { checker }: SchemaContext): ts.Type | undefined {
  const [first, ...others] = type.getProperties();
  const isMap = first !== undefined && [first, ...others].every((each) => !each.declarations);
  return isMap ? checker.getTypeOfSymbol(first) : undefined;
}

function mapSpec(values: ts.Type, at: Place, context: SchemaContext): PropertySpec {
  const spec = specOf(partsOf(values, context.checker), at, context);
  const additionalProperties = inner(spec, mayBeOutput(values, context.checker));
  return { type: "object", additionalProperties };
}

/** What a list or a map holds, marked as plain or as not. */
function inner(spec: PropertySpec, mayBeLeaf: boolean): PropertySpec {
  return { ...spec, ...(mayBeLeaf ? { plain: false } : isPlain(spec) ? { plain: true } : {}) };
}

function ownType(type: ts.Type, at: Place, context: SchemaContext): PropertySpec {
  const { checker, types } = context;
  const symbol = type.aliasSymbol?.name === "Partial" ? partialOf(type) : type.getSymbol();
  const name = schemaName(symbol === undefined || /^__/.test(symbol.name) ? at.named : symbol.name);
  const ref: PropertySpec = { $ref: `#/types/kubefed:index:${name}` };
  if (types.has(name)) return ref;
  const fields = fieldsOf(type, checker);
  // Known before its fields, of which one may be of the same type.
  types.set(name, { type: "object", properties: {} });
  const { kept } = resourceFields(fields, checker);
  const properties = kept.map((field) => [
    field.name,
    "key" in field ? field.key : fieldSpec(field, name, context),
  ]);
  const required = kept.filter(({ isOptional }) => !isOptional).map((field) => field.name);
  const description = symbol === undefined ? "" : descriptionOf(symbol, checker);
  types.set(name, {
    type: "object",
    ...(description === "" ? {} : { description }),
    properties: Object.fromEntries(properties) as ObjectSpec["properties"],
    ...(required.length === 0 ? {} : { required }),
  });
  return ref;
}

function partialOf(type: ts.Type): ts.Symbol | undefined {
  return type.aliasTypeArguments?.[0]?.getSymbol();
}

/** A reference to a resource: one of ours, one of the kubernetes package, or any. */
export function resourceSpec(type: ts.Type, context: SchemaContext): PropertySpec {
  const own = componentName(type, context);
  if (own !== undefined) return { $ref: `#/resources/kubefed:index:${own}` };
  const { kubernetes } = context;
  const name = type.aliasSymbol?.name ?? type.getSymbol()?.name ?? "";
  if (type.aliasSymbol === undefined && !isDeclaredIn(type.getSymbol(), "@pulumi/kubernetes"))
    return anyValue;
  return kubernetes.other(name) ?? kubernetes.resource(name) ?? anyValue;
}

/** What a component of ours is called; the federated object of a kind by its kind. */
export function componentName(
  type: ts.Type,
  { components, checker }: SchemaContext,
): string | undefined {
  const name = type.getSymbol()?.name ?? "";
  const [kind] =
    name === "FederatedObject" ? checker.getTypeArguments(type as ts.TypeReference) : [];
  const isKind = isDeclaredIn(kind?.getSymbol(), "@pulumi/kubernetes");
  const called = kind === undefined ? name : isKind ? `Federated${kind.symbol.name}` : "";
  return components.has(called) ? called : undefined;
}

/** How the type of a field is written. */
function typeText({ symbol }: Field): string {
  const [declaration] = symbol.declarations ?? [];
  return declaration !== undefined && isProperty(declaration)
    ? (declaration.type?.getText() ?? "")
    : "";
}
