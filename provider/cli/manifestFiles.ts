import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { CommandFailure } from "./commandFailure";

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

/**
 * The documents of a text as Kubernetes' own tools read it: YAML 1.1, so that `0644` is octal and `yes`
 * a boolean, but no times: `22:22` is a text.
 */
export function parseManifests(text: string): unknown[] {
  const parsed = parseAllDocuments(text, {
    version: "1.1",
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === "string" || (tag.format !== "TIME" && !isTime(tag.tag))),
  });
  if (!Array.isArray(parsed)) return [];
  const [error] = parsed.flatMap(({ errors }) => errors);
  if (error !== undefined) throw new CommandFailure(error.message.split("\n")[0] ?? "no YAML");
  return parsed.map((document) => {
    const value: unknown = document.toJS();
    return value;
  });
}

function isTime(tag: string): boolean {
  return tag.endsWith(":timestamp");
}

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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
