import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { YamlText } from "../../migration/karmada/sending/fieldOverrider";
import { parseYamlDocuments, writeYaml } from "../../adapters/files/yamlDocuments";
import { CommandFailure } from "../options/commandFailure";
import { messageOf } from "../../core/plain/text";

/**
 * The documents of files, of the `.yaml`, `.yml` and `.json` files below folders, and of standard input
 * (`-`), in order; folders sorted by path. Tells every file that cannot be read or parsed at once.
 */
export function readManifests(places: readonly string[]): unknown[] {
  const problems: string[] = [];
  const documents = places.flatMap(filesAt).flatMap((file) => {
    try {
      return parseManifests(readFileSync(file === "-" ? 0 : file, "utf8"));
    } catch (error) {
      problems.push(`${file === "-" ? "standard input" : file}: ${messageOf(error)}`);
      return [];
    }
  });
  if (problems.length > 0) throw new CommandFailure(problems.join("\n"));
  return documents;
}

/** The documents of a text, read as Kubernetes' own tools read it. */
export function parseManifests(text: string): readonly unknown[] {
  const parsed = parseYamlDocuments(text);
  if ("problem" in parsed) throw new CommandFailure(parsed.problem);
  return parsed.documents;
}

/** What reads and writes YAML inside of fields. */
export const yamlText: YamlText = {
  parse: (text) => {
    const parsed = parseYamlDocuments(text);
    return "problem" in parsed ? parsed : { value: parsed.documents[0] };
  },
  write: writeYaml,
};

function filesAt(place: string): string[] {
  if (place === "-") return [place];
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) throw new CommandFailure(`"${place}": there is no such file or folder`);
  if (!found.isDirectory()) return [place];
  const files = readdirSync(place, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ya?ml|json)$/.test(name) && !name.includes("node_modules"))
    .sort()
    .map((name) => join(place, name));
  if (files.length > 0) return files;
  throw new CommandFailure(`"${place}": there is no .yaml, .yml or .json file in it`);
}
