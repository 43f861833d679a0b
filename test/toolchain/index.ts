import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { buildKey, cacheDirectory, readCache, toolDirectory } from "./cache";
import { findProgram } from "./command";
import { type Downloads, downloadSettings, openDownloads } from "./download/downloads";
import { installTool } from "./install";
import { findInstalled } from "./installed";
import { placePulumiParts } from "./place";
import { openProgress, type Progress, type ProgressSink } from "./progress";
import { tools, type Tool, type ToolName } from "./versions";

export { tools, type Tool, type ToolName } from "./versions";

/** The programs that our real tests and examples run. */
export interface Toolchain {
  /** A search path (folders, joined as in `$PATH`) that holds every requested program; put it first on `$PATH`. */
  readonly path: string;
  /** A `$PULUMI_HOME` with the kubernetes plugin. */
  readonly pulumiHome: string;
  /** The full path of a program, such as `"kubectl"`; throws when it was not asked for. */
  readonly binary: (program: string) => string;
  /** Variables to set for a child process: its `PATH`, `PULUMI_HOME` and what keeps Pulumi off the network. */
  readonly env: () => Record<string, string>;
}

/**
 * Makes sure that the toolchain is there and says where.
 *
 * - What is in the cache is used; then a `pulumi` or a plugin that the user has installed and that serves;
 *   else its official release is downloaded; what cannot be had so is built from Go, two at a time.
 *   Building the whole takes about 25 minutes on two cores, once. `KUBEFED_TOOLCHAIN=build` only builds.
 * - Progress goes to `progress` (default: standard error); nothing is printed when everything is there.
 *
 * @param options.only the tools that are needed; default all but those that are built on request
 * @throws when something must be built and cannot be; the message says what to install or shows Go's last lines
 */
export async function ensureToolchain(
  options: { only?: readonly ToolName[]; progress?: ProgressSink } = {},
): Promise<Toolchain> {
  const cache = cacheDirectory(process.env);
  const { tried, mirror } = downloadSettings(process.env);
  const progress = openProgress({ sink: options.progress ?? process.stderr });
  const wanted = tools.filter(
    (tool) => options.only?.includes(tool.name) ?? tool.onRequest !== true,
  );
  const pulumiHome = join(cache, "pulumi-home");
  mkdirSync(join(cache, "toolchain"), { recursive: true });
  mkdirSync(pulumiHome, { recursive: true });

  const downloads = tried
    ? openDownloads({ cache, progress, ...(mirror !== undefined && { mirror }) })
    : undefined;
  // Every build runs to its end before a failure is reported: the next run then has less to do.
  const results = await Promise.allSettled(
    wanted.map(async (tool) => {
      const directory = await locateTool({
        tool,
        cache,
        progress,
        env: process.env,
        ...(downloads && { downloads }),
      });
      return { name: tool.name, directory };
    }),
  );
  downloads?.close();
  const failures = results.flatMap((result) =>
    result.status === "rejected" ? [textOf(result.reason)] : [],
  );
  if (failures.length > 0) throw new Error(failures.join("\n"));
  const found = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const directories = placePulumiParts({ found, pulumiHome, cache });
  return describeToolchain({ directories, pulumiHome });
}

/** The folder that holds `tool`: of the cache, else of the user's own installation, else downloaded or built. */
async function locateTool(request: {
  tool: Tool;
  cache: string;
  progress: Progress;
  env: Readonly<Record<string, string | undefined>>;
  downloads?: Downloads;
}): Promise<string> {
  const { tool, cache, env } = request;
  const cached = readCache(tool, toolDirectory(cache, tool), buildKey(tool));
  const installed =
    cached.state === "missing" ? await findInstalled(tool.name, cache, env) : undefined;
  return installed ?? (await installTool({ ...request, searchPath: env.PATH }));
}

function describeToolchain(found: {
  directories: readonly string[];
  pulumiHome: string;
}): Toolchain {
  const path = found.directories.join(delimiter);
  return {
    path,
    pulumiHome: found.pulumiHome,
    binary: (program) => {
      const binary = findProgram(program, path);
      if (binary !== undefined) return binary;
      throw new Error(`toolchain: no program is called "${program}" in "${path}"`);
    },
    env: () => ({
      PATH: [path, process.env.PATH].filter(Boolean).join(delimiter),
      PULUMI_HOME: found.pulumiHome,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // Else a package name in a program or a project file is looked up in the public registry.
      PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    }),
  };
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
