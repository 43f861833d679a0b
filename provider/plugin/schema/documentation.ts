import ts from "typescript";
import type { PropertySpec } from "./spec";

/** What a docstring says of a property: in words, as a default that can be written down, as a secret. */
export function documentationOf(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): Pick<PropertySpec, "default" | "description" | "secret"> {
  const text = descriptionOf(symbol, checker);
  const tags = symbol.getJsDocTags(checker);
  const written = tagText(tags, "default");
  const value = written === undefined ? undefined : literalOf(written);
  const description = [
    text,
    ...(written === undefined || value !== undefined ? [] : [`Default: ${written}.`]),
  ].join(" ");
  return {
    ...(description === "" ? {} : { description }),
    ...(value === undefined ? {} : { default: value }),
    ...(tags.some(({ name }) => name === "secret") ? { secret: true } : {}),
  };
}

/** The words of a docstring, without its tags. */
export function descriptionOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
}

function tagText(tags: readonly ts.JSDocTagInfo[], name: string): string | undefined {
  const tag = tags.find((each) => each.name === name);
  return tag === undefined
    ? undefined
    : ts.displayPartsToString(tag.text).replace(/\s+/g, " ").trim();
}

function literalOf(text: string): boolean | number | string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return ["boolean", "number", "string"].includes(typeof value)
      ? (value as boolean | number | string)
      : undefined;
  } catch {
    return undefined;
  }
}
