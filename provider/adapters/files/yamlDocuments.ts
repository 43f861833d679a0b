import type * as Yaml from "yaml";

/** Parsed documents of a text, or why it is none. */
export type YamlDocuments =
  { readonly documents: readonly unknown[] } | { readonly problem: string };

/** The library that reads and writes YAML, loaded when there is something to read: a program often has none. */
export function yamlLibrary(): typeof Yaml {
  return require("yaml") as typeof Yaml;
}

/**
 * The documents of a text as Kubernetes' own tools read it: YAML 1.1, so that `0644` is octal and `yes`
 * a boolean, but no times: `22:22` is a text. A problem says the line. Never throws.
 */
export function parseYamlDocuments(text: string): YamlDocuments {
  try {
    const parsed = yamlLibrary().parseAllDocuments(text, {
      version: "1.1",
      customTags: (tags) =>
        tags.filter(
          (tag) => typeof tag === "string" || (tag.format !== "TIME" && !isTime(tag.tag)),
        ),
    });
    if (!Array.isArray(parsed)) return { documents: [] };
    const [error] = parsed.flatMap(({ errors }) => errors);
    if (error !== undefined) return { problem: problemOf(error) };
    return {
      documents: parsed.map((document) => {
        const value: unknown = document.toJS();
        return value;
      }),
    };
  } catch (error) {
    // An alias to nothing, or one that grows without end, is seen only when the values are made.
    return { problem: error instanceof Error ? firstLine(error.message) : "no YAML" };
  }
}

/**
 * A value as YAML in the way of Go's tools: keys sorted, lists not indented, lines as long as they are.
 *
 * @example
 * writeYaml({ b: [1], a: { c: "x" } })
 * //=> "a:\n  c: x\nb:\n- 1\n"
 */
export function writeYaml(value: unknown): string {
  return yamlLibrary().stringify(value, {
    indentSeq: false,
    lineWidth: 0,
    sortMapEntries: true,
    version: "1.1",
  });
}

function problemOf(error: Yaml.YAMLError): string {
  const message = firstLine(error.message).replace(/:$/, "");
  const line = error.linePos?.[0].line;
  return line === undefined || /\bline \d/.test(message) ? message : `${message} at line ${line}`;
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}

function isTime(tag: string): boolean {
  return tag.endsWith(":timestamp");
}
