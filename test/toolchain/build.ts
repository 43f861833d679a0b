import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { moduleDirectory } from "./cache";
import { findProgram, runCommand, tailOf } from "./command";
import { replaceFile } from "./place";
import { programsOf, type Tool } from "./versions";

/** One build: where the tool goes and where Go's output goes. */
export interface BuildRequest {
  readonly tool: Tool;
  readonly directory: string;
  readonly log: string;
  /** Where `go` is looked for, as in `$PATH`. */
  readonly searchPath: string | undefined;
}

/** Builds `tool.output` from Go. It appears under its name only when whole. */
export async function buildTool(request: BuildRequest): Promise<void> {
  const { tool, directory } = request;
  mkdirSync(directory, { recursive: true });
  const source = await prepareSource(request);
  const draft = join(directory, `.${tool.output}.partial`);
  try {
    await runGo({
      ...request,
      // A checkout's git state must not end up in the binary: it is the same for every checkout.
      arguments: ["build", "-trimpath", "-buildvcs=false", "-ldflags", tool.ldflags].concat([
        "-o",
        draft,
        tool.package,
      ]),
      source,
    });
    renameSync(draft, join(directory, tool.output));
  } finally {
    rmSync(draft, { force: true });
    if (source !== moduleDirectory(tool)) rmSync(source, { recursive: true, force: true });
  }
}

/** Puts links and scripts beside a built binary that is whole; does nothing to those that are there. */
export async function completeTool(request: BuildRequest): Promise<void> {
  const { tool, directory } = request;
  const isBuilt = existsSync(join(directory, tool.output));
  for (const link of isBuilt ? tool.links : [])
    replaceFile(join(directory, link), (to) => symlinkSync(tool.output, to));
  const missing = tool.scripts.filter((script) => !existsSync(join(directory, basename(script))));
  if (missing.length === 0) return;
  const module = await downloadModule(request);
  for (const script of missing) {
    replaceFile(join(directory, basename(script)), (to) => {
      copyFileSync(join(module, script), to);
      chmodSync(to, 0o755); // The module cache keeps no executable bits.
    });
  }
}

/** Whether all programs are in `directory` and have the version of the table, by running one. */
export async function isWhole(tool: Tool, directory: string): Promise<boolean> {
  if (!programsOf(tool).every((program) => existsSync(join(directory, program)))) return false;
  const { run, arguments: args, says } = tool.check;
  const result = await runCommand({
    command: join(directory, run),
    arguments: args,
    timeoutMs: 60_000,
  });
  return result.output.includes(says);
}

/** Our module's folder, or a copy of it with the files that `main.go` embeds. */
async function prepareSource(request: BuildRequest): Promise<string> {
  const { tool, directory } = request;
  if (tool.embeds.length === 0) return moduleDirectory(tool);
  const module = await downloadModule(request);
  const source = join(directory, ".source");
  rmSync(source, { recursive: true, force: true });
  cpSync(moduleDirectory(tool), source, { recursive: true });
  for (const file of tool.embeds) {
    const text = readFileSync(join(module, file.path), "utf8");
    const target = join(source, basename(file.path));
    writeFileSync(target, file.set === undefined ? text : setJsonFields(text, file.set));
  }
  return source;
}

/**
 * A JSON object's text with some of its fields set.
 *
 * @example
 * setJsonFields('{"name": "kubernetes", "version": ""}', { version: "4.27.0" })
 * //=> '{"name":"kubernetes","version":"4.27.0"}'
 */
export function setJsonFields(text: string, fields: Readonly<Record<string, string>>): string {
  const value: unknown = JSON.parse(text);
  return JSON.stringify(Object.assign({}, value, fields));
}

/** The folder of `tool.module` in Go's module cache, downloaded if need be and checked by our `go.sum`. */
export async function downloadModule(
  request: Pick<BuildRequest, "tool" | "searchPath">,
): Promise<string> {
  const source = moduleDirectory(request.tool);
  const output = await runGo({
    ...request,
    arguments: ["mod", "download", "-json", request.tool.module],
    source,
    log: undefined,
  });
  const answer: unknown = JSON.parse(output);
  if (typeof answer === "object" && answer !== null && "Dir" in answer) return String(answer.Dir);
  throw new Error(`toolchain: go mod download said no folder for "${request.tool.module}"`);
}

async function runGo(request: {
  tool: Tool;
  arguments: readonly string[];
  source: string;
  log: string | undefined;
  searchPath: string | undefined;
}): Promise<string> {
  const { tool, log } = request;
  const go = findProgram("go", request.searchPath);
  if (go === undefined) throw new Error(missingGo(tool));
  const result = await runCommand({
    command: go,
    arguments: request.arguments,
    directory: request.source,
    log,
  });
  if (result.code === 0) return result.output;
  const tail = log === undefined ? result.output : tailOf(log, 20);
  throw new Error(
    `toolchain: cannot build ${tool.name} ${tool.version}: go ${request.arguments[0]} ended with ` +
      `${result.code ?? "a signal"}${log === undefined ? "" : `, its output is in "${log}"`}\n${tail}`,
  );
}

function missingGo(tool: Tool): string {
  return (
    `toolchain: ${tool.name} ${tool.version} is neither installed nor in the cache, and there is no Go ` +
    `to build it with. Install Go 1.26 or newer (https://go.dev/dl/), put "go" on PATH and run again`
  );
}
