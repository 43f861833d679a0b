import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join, sep } from "node:path";
import { pluginFolder } from "./installed";
import { findTool, programsOf, type ToolName } from "./versions";

/** A tool and the folder that holds it. */
export interface FoundTool {
  readonly name: ToolName;
  readonly directory: string;
}

/**
 * Puts Pulumi's parts where Pulumi looks for them, and returns the folders for `$PATH`.
 *
 * - The kubernetes plugin goes to `pulumiHome` and not on `$PATH`: from there it would be taken for any version.
 * - Language hosts go beside our own `pulumi`: from anywhere else Pulumi takes them with a warning.
 */
export function placePulumiParts(request: {
  found: readonly FoundTool[];
  pulumiHome: string;
  cache: string;
}): string[] {
  const { found, pulumiHome, cache } = request;
  const folderOf = (name: ToolName) => found.find((tool) => tool.name === name)?.directory;
  const plugin = folderOf("kubernetes-plugin");
  const pulumi = folderOf("pulumi");
  const hosts = found.filter(({ name }) => languageHosts.includes(name));
  if (plugin !== undefined) linkPlugin(pulumiHome, plugin);
  // A Pulumi that the user has installed has its own language host, and its folder is not ours to write to.
  const isOurs = pulumi?.startsWith(cache + sep) ?? false;
  for (const { name, directory } of pulumi !== undefined && isOurs ? hosts : []) {
    for (const program of programsOf(findTool(name)))
      linkFile(join(pulumi ?? "", program), join(directory, program));
  }
  const hidden = [plugin, ...(isOurs ? hosts.map(({ directory }) => directory) : [])];
  const folders = found.map(({ directory }) => directory);
  return [...new Set(folders.filter((folder) => !hidden.includes(folder)))];
}

const languageHosts: readonly ToolName[] = [
  "language-go",
  "language-java",
  "language-nodejs",
  "language-python",
  "language-yaml",
];

/** Makes a file under another name first, so that nobody ever sees half of it or none. */
export function replaceFile(path: string, make: (draft: string) => void): void {
  const draft = `${path}.${process.pid}.partial`;
  rmSync(draft, { force: true });
  make(draft);
  renameSync(draft, path);
}

function linkPlugin(pulumiHome: string, plugin: string): void {
  // The folder must be a real one: Pulumi does not follow a link to a plugin's folder.
  const folder = join(pulumiHome, "plugins", pluginFolder());
  mkdirSync(folder, { recursive: true });
  const { output } = findTool("kubernetes-plugin");
  linkFile(join(folder, output), join(plugin, output));
}

function linkFile(path: string, target: string): void {
  if (targetOf(path) === target) return;
  replaceFile(path, (draft) => symlinkSync(target, draft));
}

function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
