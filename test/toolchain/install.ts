import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildTool, completeTool, isWhole } from "./build";
import { buildKey, readCache, toolDirectory, writeStamp } from "./cache";
import type { Downloads } from "./download/downloads";
import { acquireLock, type Lock } from "./lock";
import { formatEstimate, type Progress, type ProgressTask } from "./progress";
import type { Tool } from "./versions";

/** Builds at a time, over all processes that share the cache: more only make two cores slower. */
const buildSlots = 2;

/**
 * Makes sure that `tool` is whole in the cache and returns its folder.
 *
 * - A tool with a stamp for its build key is used as it is; nothing is run and nothing is printed.
 * - A binary without a stamp is adopted when it runs and says its version.
 * - Else its official release is downloaded, and where that cannot be had it is built from Go. Of
 *   several processes that need it one does so, the others wait.
 */
export async function installTool(request: {
  tool: Tool;
  cache: string;
  progress: Progress;
  /** Where `go` is looked for, as in `$PATH`. */
  searchPath: string | undefined;
  /** Official releases; without, the tool is built. */
  downloads?: Downloads;
}): Promise<string> {
  const { tool, cache, progress } = request;
  const directory = toolDirectory(cache, tool);
  const key = buildKey(tool);
  if (readCache(tool, directory, key).state === "ready") return directory;

  mkdirSync(directory, { recursive: true });
  const lock = await acquireAloud({
    paths: [`${directory}.lock`],
    progress,
    label: (holder) => `waiting for process ${holder}, which installs ${nameOf(tool)}`,
  });
  try {
    await installLocked({ ...request, directory, key });
    return directory;
  } finally {
    lock.release();
  }
}

/** A tool that is being installed. */
interface Installation {
  readonly tool: Tool;
  readonly directory: string;
  readonly key: string;
  readonly cache: string;
  readonly progress: Progress;
  readonly searchPath: string | undefined;
}

async function installLocked(request: Installation & { downloads?: Downloads }): Promise<void> {
  const { tool, directory, key, searchPath, downloads } = request;
  const log = `${directory}.log`;
  const before = readCache(tool, directory, key);
  if (before.state === "ready") return; // Another process has installed it while we waited.
  if (before.state === "unstamped") {
    // Without Go a lost script cannot be had again; the download or the build then says what is missing.
    await completeTool({ tool, directory, log, searchPath }).catch(() => undefined);
    if (await isWhole(tool, directory)) {
      writeStamp(directory, key);
      return;
    }
  }
  if ((await downloads?.put(tool, directory)) === true) writeStamp(directory, key);
  else await buildInTurn({ ...request, log });
}

async function buildInTurn(request: Installation & { log: string }): Promise<void> {
  const { tool, directory, key, cache, progress, searchPath, log } = request;
  const slots = Array.from({ length: buildSlots }, (_, slot) =>
    join(cache, "toolchain", `build-slot-${slot}.lock`),
  );
  const slot = await acquireAloud({
    paths: slots,
    progress,
    label: () => `${nameOf(tool)} waits for its turn: ${buildSlots} builds at a time`,
  });
  const task = progress.start(`building ${nameOf(tool)} from Go, ${formatEstimate(tool.minutes)}`);
  try {
    rmSync(log, { force: true });
    await buildTool({ tool, directory, log, searchPath });
    await completeTool({ tool, directory, log, searchPath });
    if (!(await isWhole(tool, directory))) throw new Error(wrongBuild(tool));
    writeStamp(directory, key);
    task.end(`built ${nameOf(tool)}`);
  } finally {
    task.end();
    slot.release();
  }
}

/** Takes a lock, and shows progress while it has to wait. */
async function acquireAloud(request: {
  paths: readonly string[];
  progress: Progress;
  label: (holder: number | string) => string;
}): Promise<Lock> {
  const waiting: ProgressTask[] = [];
  try {
    return await acquireLock({
      paths: request.paths,
      onWait: (holder) =>
        waiting.push(request.progress.start(request.label(holder?.pid ?? "unknown"))),
    });
  } finally {
    for (const task of waiting) task.end();
  }
}

function nameOf(tool: Tool): string {
  return `${tool.name} ${tool.version}`;
}

function wrongBuild(tool: Tool): string {
  const { run, arguments: args, says } = tool.check;
  return (
    `toolchain: bug in kubefed: ${nameOf(tool)} was built but "${[run, ...args].join(" ")}" ` +
    `does not say "${says}"`
  );
}
