import type ts from "typescript";
import { documentationOf } from "./documentation";
import type { Field } from "./fields";
import type { PropertySpec } from "./spec";
import { isResource, itemType } from "./typeParts";

/** A field that holds a resource in TypeScript, and elsewhere the key under which it is given beside. */
export interface KeyField extends Pick<Field, "name" | "isOptional"> {
  readonly key: PropertySpec;
}

/** The fields of an object type: those it keeps, and the resources that are given beside the object. */
export interface ResourceFields {
  readonly kept: readonly (Field | KeyField)[];
  /** Lists of resources. */
  readonly lists: readonly Field[];
  /** Single resources, of which the object keeps a key. */
  readonly singles: readonly Field[];
}

/**
 * Takes the resources out of an object type. A generated SDK for Python cannot be imported where an object
 * type holds one: the file of its types imports the file of the resource, which imports that of the types.
 */
export function resourceFields(fields: readonly Field[], checker: ts.TypeChecker): ResourceFields {
  const holds = (field: Field) =>
    field.parts.length > 0 && field.parts.every((each) => isResource(each));
  const lists = fields.filter((field) =>
    field.parts.some((each) => {
      const item = itemType(each, checker);
      return item !== undefined && isResource(item);
    }),
  );
  const singles = fields.filter(holds);
  const kept = fields
    .filter((field) => !lists.includes(field))
    .map((field) => (holds(field) ? keyOf(field, checker) : field));
  return { kept, lists, singles };
}

function keyOf(field: Field, checker: ts.TypeChecker): KeyField {
  const { description = "" } = documentationOf(field.symbol, checker);
  const key: PropertySpec = {
    type: "string",
    plain: true,
    description: `${description} The key under which it is given beside.`.trim(),
  };
  return { name: field.name, isOptional: field.isOptional, key };
}
