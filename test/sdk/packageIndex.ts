/** What `schema.json` says of its parts, as far as an index needs it. */
export interface IndexedSchema {
  readonly resources: Readonly<Record<string, IndexedPart & { readonly isComponent?: boolean }>>;
  readonly functions: Readonly<Record<string, IndexedPart>>;
}

/** A resource or a function. */
interface IndexedPart {
  readonly description?: string;
}

const begin = "<!-- By `npm run docs`, from schema.json: -->";
const end = "<!-- So far. -->";

/**
 * A page with a list of all that the package has between its two marks, each with what its description begins with.
 *
 * @throws where the page has no marks, or a part has no description
 */
export function withIndex(page: string, schema: IndexedSchema): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`the page has no marks: ${begin} and ${end}`);
  return [before, begin, "\n\n", indexOf(schema), "\n", end, after].join("");
}

function indexOf({ resources, functions }: IndexedSchema): string {
  const parts = Object.entries(resources);
  const isFederated = (token: string) => nameOf(token).startsWith("Federated");
  const components = parts.filter(([, { isComponent }]) => isComponent === true);
  return [
    ...list(
      "Federated objects",
      components.filter(([token]) => isFederated(token)),
    ),
    ...list(
      "Clusters, division, names and updates",
      components.filter(([token]) => !isFederated(token)),
    ),
    ...list(
      "Resources that components make, and programs may",
      parts.filter(([, { isComponent }]) => isComponent !== true),
    ),
    ...list("Functions", Object.entries(functions)),
  ].join("\n");
}

function list(title: string, parts: readonly (readonly [string, IndexedPart])[]): string[] {
  const lines = parts.map(
    ([token, { description }]) => `- \`${nameOf(token)}\`: ${firstSentence(token, description)}`,
  );
  return [`### ${title}`, "", ...lines, ""];
}

function nameOf(token: string): string {
  return token.split(":")[2] ?? token;
}

/** Of a description's first paragraph, on one line. */
function firstSentence(token: string, description = ""): string {
  const [paragraph = ""] = description.split("\n\n");
  const [, sentence = paragraph] = /^(.*?\.)(?:\s|$)/s.exec(paragraph) ?? [];
  if (sentence === "") throw new Error(`${token} has no description`);
  return sentence.replaceAll("\n", " ");
}
