import { isPlainObject } from "../../../core/plain/plainObject";
import type { KubeObject } from "../../../core/model";
import { parsePointer, valueAt } from "../../../core/paths/jsonPointer";
import { mapsAt, textAt } from "../../../core/plain/fields";
import { patchAsKarmada, toPatch } from "./karmadaPatch";

/** Reads and writes YAML; given from outside, because nothing here parses it. */
export interface YamlText {
  readonly parse: (text: string) => { readonly value: unknown } | { readonly problem: string };
  /** With sorted keys and lists that are not indented. */
  readonly write: (value: unknown) => string;
}

/** What a fieldOverrider made of an object. */
export type FieldOverridden =
  { readonly object: KubeObject; readonly doubt?: string } | { readonly problem: string };

/**
 * Changes a document inside a text: JSON is written without spaces and with its keys in their order, YAML
 * with its keys sorted, as Karmada writes them. Where its text may look otherwise there is a doubt.
 *
 * Source: Karmada `pkg/util/overridemanager/overridemanager.go`.
 */
export function overrideField(
  object: KubeObject,
  { overrider, yaml }: { readonly overrider: KubeObject; readonly yaml: YamlText | undefined },
): FieldOverridden {
  const path = textAt(overrider, "fieldPath");
  const steps = parsePointer(path);
  const text = steps && valueAt(object, steps);
  if (typeof text !== "string") return { problem: `"${path}" is no text` };
  const written = overrideText(text, { overrider, yaml });
  if ("problem" in written) return { problem: `"${path}": ${written.problem}` };
  const set = patchAsKarmada(object, [{ op: "replace", path, value: written.text }]);
  if ("problem" in set) return set;
  return {
    ...set,
    ...(written.doubt === undefined ? {} : { doubt: `"${path}": ${written.doubt}` }),
  };
}

type Written = { readonly text: string; readonly doubt?: string } | { readonly problem: string };

function overrideText(
  text: string,
  { overrider, yaml }: { readonly overrider: KubeObject; readonly yaml: YamlText | undefined },
): Written {
  const [inYaml, inJson] = [mapsAt(overrider, "yaml"), mapsAt(overrider, "json")];
  if (inYaml.length > 0) {
    if (yaml === undefined) return { problem: "nothing here reads YAML" };
    return overrideYaml(text, { operations: inYaml, yaml });
  }
  // Without any operation Karmada writes nothing into the field.
  return inJson.length > 0 ? overrideJson(text, inJson) : { text: "" };
}

function overrideJson(text: string, operations: readonly KubeObject[]): Written {
  const document = parseJson(text);
  if (document === undefined) return { problem: "is no JSON" };
  const changed = patchDocument(document.value, operations);
  if ("problem" in changed) return changed;
  const isFaithful = withoutSpaces(text) === JSON.stringify(document.value);
  const escaped = escapeHtml(JSON.stringify(changed.value));
  return isFaithful
    ? { text: escaped }
    : { text: escaped, doubt: "its JSON holds numbers or keys that are written otherwise here" };
}

function overrideYaml(
  text: string,
  given: { readonly operations: readonly KubeObject[]; readonly yaml: YamlText },
): Written {
  const document = given.yaml.parse(text);
  if ("problem" in document) return document;
  const changed = patchDocument(document.value, given.operations);
  if ("problem" in changed) return changed;
  const written = given.yaml.write(changed.value);
  const isPlain = !/['"|>&*!%@`\\]|^\s*(- )*[^:\s]*\d[^:]*:/m.test(written);
  return isPlain
    ? { text: written }
    : { text: written, doubt: "Karmada may have written its YAML in another way" };
}

/** A patch of a document that may be a list or a single value. */
function patchDocument(
  value: unknown,
  operations: readonly KubeObject[],
): { readonly value: unknown } | { readonly problem: string } {
  const patches = operations.map(({ operator, subPath, value: given }) =>
    toPatch({ operator, path: `/document${textOf(subPath)}`, value: given }),
  );
  const patched = patchAsKarmada({ document: value }, patches);
  return "problem" in patched ? patched : { value: patched.object.document };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) || Array.isArray(value) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

/** A JSON text without the spaces between its parts. */
function withoutSpaces(text: string): string {
  return text.replace(
    /("(?:[^"\\]|\\.)*")|\s+/g,
    (_all, inside: string | undefined) => inside ?? "",
  );
}

/** Go writes these characters of JSON as escapes. */
function escapeHtml(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
