import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { programsOf, type Tool } from "./versions";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The directory of everything we keep between runs: `$PULUMI_KUBEFED_CACHE`, else
 * `$XDG_CACHE_HOME/pulumi-kubefed`, else `~/.cache/pulumi-kubefed`.
 *
 * @example
 * cacheDirectory({ XDG_CACHE_HOME: "/caches" })
 * //=> "/caches/pulumi-kubefed"
 */
export function cacheDirectory(env: Environment): string {
  if (env.PULUMI_KUBEFED_CACHE) return env.PULUMI_KUBEFED_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-kubefed");
}

/** The folder in `cache` for this version of `tool`. */
export function toolDirectory(cache: string, tool: Tool): string {
  return join(cache, "toolchain", `${tool.name}-${tool.version}`);
}

/** The folder of our own Go module for `tool`. */
export function moduleDirectory(tool: Tool): string {
  return join(__dirname, "go", tool.name);
}

/**
 * What a build depends on, as a short hash: its entry in the table and the files of our Go module.
 * How a finished binary is recognised and how long it takes are not part of it.
 */
export function buildKey(tool: Tool, directory = moduleDirectory(tool)): string {
  const hash = createHash("sha256");
  const { version, module, package: goPackage, ldflags, output, scripts, embeds } = tool;
  hash.update(JSON.stringify([version, module, goPackage, ldflags, output, scripts, embeds]));
  const files = readdirSync(directory).filter((name) => /\.(go|mod|sum)$/.test(name));
  for (const name of files.sort()) {
    const content = createHash("sha256")
      .update(readFileSync(join(directory, name)))
      .digest("hex");
    hash.update(`\n${name} ${content}`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** What the cache holds of a tool. */
export type CacheState =
  | { readonly state: "ready" }
  /** Programs are there but no stamp says that they are whole. */
  | { readonly state: "unstamped" }
  | { readonly state: "missing"; readonly reason: string };

/**
 * Looks at `directory`. A tool is ready only when its stamp was written, which is the last step of a
 * build and of a download.
 */
export function readCache(tool: Tool, directory: string, key: string): CacheState {
  const has = (program: string) => existsSync(join(directory, program));
  const stamp = readStamp(directory);
  // A download has the programs themselves, not the one file that a build links them to.
  if (![tool.output, ...tool.links].some(has)) return { state: "missing", reason: "not there yet" };
  if (stamp === undefined) return { state: "unstamped" };
  if (stamp !== key) return { state: "missing", reason: "built from other module files" };
  return programsOf(tool).every(has) ? { state: "ready" } : { state: "unstamped" };
}

/** Declares the tool in `directory` whole, as built from `key`. */
export function writeStamp(directory: string, key: string): void {
  mkdirSync(directory, { recursive: true });
  const draft = join(directory, `.stamp.${process.pid}`);
  writeFileSync(draft, `${key}\n`);
  renameSync(draft, join(directory, "stamp"));
}

function readStamp(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, "stamp"), "utf8").trim();
  } catch {
    return undefined;
  }
}
