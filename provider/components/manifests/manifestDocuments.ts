import { readManifestFiles } from "../../adapters/files/manifestFiles";
import { parseYamlDocuments } from "../../adapters/files/yamlDocuments";
import type { Issue } from "../../core/issue";
import type { ManifestDocument } from "../../core/manifests/manifestPlan";

/** Where a component's manifests are. */
export interface ManifestArgs {
  /**
   * Files, folders and patterns such as `./guestbook/*.yaml`, relative to the program's folder. A folder
   * means its `.yaml`, `.yml` and `.json` files.
   */
  files?: string | readonly string[];
  /** YAML or JSON text, of one or many documents. */
  yaml?: string | readonly string[];
}

/** All documents of a component's manifests, and what kept others from being read. */
export interface ReadManifests {
  readonly documents: readonly ManifestDocument[];
  readonly issues: readonly Issue[];
}

/** Reads the manifests of a component; a file that several patterns match counts once. */
export function readManifests({ files, yaml }: ManifestArgs): ReadManifests {
  if (files === undefined && yaml === undefined) {
    return { documents: [], issues: [wrong("files", "neither files nor yaml is given")] };
  }
  const texts = listOf(yaml, "yaml");
  const places = listOf(files, "files");
  const parsed = texts.items.map(({ path, text }) => readText(path, text));
  const seen = new Set<string>();
  const read = places.items
    .flatMap(({ path, text }) => readManifestFiles(text).map((found) => ({ path, ...found })))
    .filter(({ file }) => !seen.has(file) && seen.add(file))
    .map(({ path, file, documents, problem }) =>
      problem === undefined
        ? { documents: placed(documents, `files["${file}"]`), issues: [] }
        : { documents: [], issues: [wrong(path, `"${file}" ${problem}`)] },
    );
  const all = [...read, ...parsed];
  return {
    documents: all.flatMap(({ documents }) => documents),
    issues: [...texts.issues, ...places.issues, ...all.flatMap(({ issues }) => issues)],
  };
}

function readText(path: string, text: string): ReadManifests {
  const parsed = parseYamlDocuments(text);
  return "problem" in parsed
    ? { documents: [], issues: [wrong(path, `is no YAML: ${parsed.problem}`)] }
    : { documents: placed(parsed.documents, path), issues: [] };
}

function placed(documents: readonly unknown[], path: string): ManifestDocument[] {
  return documents.map((document, index) => ({ path: `${path}[${index}]`, document }));
}

/** The texts of an argument, each with its place. What is in it decides what there is to declare. */
function listOf(given: unknown, name: string) {
  const list: readonly unknown[] = Array.isArray(given)
    ? given
    : given === undefined
      ? []
      : [given];
  const path = (index: number): string => (Array.isArray(given) ? `${name}[${index}]` : name);
  return {
    items: list.flatMap((text, index) =>
      typeof text === "string" ? [{ path: path(index), text }] : [],
    ),
    issues: list.flatMap((text, index) =>
      typeof text === "string" ? [] : [wrong(path(index), "must be a text, known at preview")],
    ),
  };
}

function wrong(path: string, message: string): Issue {
  return { code: "manifest-file", path, message };
}
