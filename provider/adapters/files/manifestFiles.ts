/*
 * Files on this machine that a program or a command reads: manifests by pattern, YAML, kubeconfigs.
 * What cannot be read is an error and never an empty list.
 */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { filePattern, literalFolder } from "./filePattern";
import { parseYamlDocuments } from "./yamlDocuments";
import { compareText, messageOf } from "../../core/plain/text";

/** A manifest file and what it holds, or why it cannot be used. */
export interface ManifestFile {
  /** The file's path, or the place that was asked for where there is no file. */
  readonly file: string;
  readonly documents: readonly unknown[];
  readonly problem?: string;
}

/**
 * The files of one place, in the order of their paths: a file, a folder (its `.yaml`, `.yml` and `.json`
 * files, not those of folders in it, as `kubectl apply -f` has it), or a pattern with `*`, `**`, `?`,
 * `[a-z]` and `{a,b}`. Relative to the working directory; `~/` is the home directory. Never throws, and
 * never gives nothing: a place without a file is a problem.
 */
export function readManifestFiles(place: string): ManifestFile[] {
  if (/^https?:\/\//.test(place)) {
    return [problem(place, "is an address; download it, so that its objects are known at preview")];
  }
  const path = place.startsWith("~/") ? join(homedir(), place.slice(2)) : place;
  try {
    const files = filesAt(path);
    if (files.length > 0) return files.map(readFile);
    return [problem(place, "is no file and no folder, and matches none")];
  } catch (error) {
    return [problem(place, `cannot be read: ${messageOf(error)}`)];
  }
}

function filesAt(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) {
    return readdirSync(path)
      .filter((name) => /\.(ya?ml|json)$/.test(name))
      .sort(compareText)
      .map((name) => join(path, name));
  }
  if (found !== undefined) return [path];
  const folder = literalFolder(path);
  if (folder === undefined) return [];
  const matches = filePattern(path);
  return filesBelow(folder).filter(matches).sort(compareText);
}

/** Every file below a folder, but those of installed packages and of hidden folders. */
function filesBelow(folder: string): string[] {
  if (statSync(folder === "" ? "." : folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder === "" ? "." : folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${folder === "" || folder.endsWith("/") ? "" : "/"}${entry.name}`;
    if (!isFolder(path)) return [path];
    return entry.name === "node_modules" || entry.name.startsWith(".") || entry.isSymbolicLink()
      ? []
      : filesBelow(path);
  });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function readFile(file: string): ManifestFile {
  try {
    const parsed = parseYamlDocuments(readFileSync(file, "utf8"));
    return "problem" in parsed
      ? problem(file, `is no YAML: ${parsed.problem}`)
      : { file, documents: parsed.documents };
  } catch (error) {
    return problem(file, `cannot be read: ${messageOf(error)}`);
  }
}

function problem(file: string, why: string): ManifestFile {
  return { file, documents: [], problem: why };
}
