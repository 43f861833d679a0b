import ts from "typescript";
import type { PropertySpec } from "./spec";

/**
 * What a docstring says of a property: in words, as a secret. A default is said in words too: an SDK that sent
 * it would make something given of what is not, such as a transport beside the TLS that decides it.
 */
export function documentationOf(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): Pick<PropertySpec, "description" | "secret"> {
  const text = descriptionOf(symbol, checker);
  const tags = symbol.getJsDocTags(checker);
  const byDefault = tagText(tags, "default");
  const description = [text, ...(byDefault === undefined ? [] : [`Default: ${byDefault}.`])];
  return {
    ...(description.every((each) => each === "")
      ? {}
      : { description: description.join(" ").trim() }),
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
