import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { ensureToolchain } from "../toolchain";
import { kubefedEnv } from "./kubefed";

const execute = promisify(execFile);

const guide = resolve(__dirname, "../../examples/policy");

/** A policy pack on disk, and the search path with which the engine finds what runs it. */
export interface PlacedPack {
  readonly directory: string;
  readonly env: { readonly PATH: string };
}

/**
 * Writes a policy pack beside a program, compiled, so that no compiler is loaded in each run.
 *
 * The engine starts packs for Node by its language host, with a request that 3.68.0, the last host that Go's module
 * proxy has, answers with "not supported". So the pack names a runtime of its own, for which the engine takes the
 * program of this name: Pulumi's own script for it.
 */
export async function placePolicyPack(request: {
  readonly directory: string;
  /** The program, in TypeScript. */
  readonly source: string;
}): Promise<PlacedPack> {
  const { directory, source } = request;
  const toolchain = await ensureToolchain();
  const programs = join(directory, "programs");
  mkdirSync(programs, { recursive: true });
  const script = toolchain.binary("pulumi-analyzer-policy");
  symlinkSync(script, join(programs, "pulumi-analyzer-policy-script"));
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  writeFileSync(join(directory, "index.js"), outputText);
  // The guide's own, but for what is compiled.
  const manifest = JSON.parse(readFileSync(join(guide, "package.json"), "utf8")) as object;
  writeFileSync(join(directory, "package.json"), JSON.stringify({ ...manifest, main: "index.js" }));
  writeFileSync(join(directory, "PulumiPolicy.yaml"), "runtime: script\n");
  const path = [programs, toolchain.path, process.env.PATH].join(delimiter);
  return { directory, env: { PATH: path } };
}

/** A command of the engine with a pack, in a project's folder; its exit code and all that it said. */
export async function runWithPack(command: {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly pack: PlacedPack;
  readonly words: readonly string[];
}): Promise<{ readonly code: number; readonly said: string }> {
  const { directory, pack, words } = command;
  const ruled = ["--policy-pack", pack.directory, "--non-interactive", "--color", "never"];
  const env = { ...(await kubefedEnv(command.env)), ...pack.env };
  try {
    const { stdout, stderr } = await execute("pulumi", [...words, ...ruled], {
      cwd: directory,
      env,
    });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

/** What a pack said, as `[level] rule: sentence`, sorted. */
export function violationsIn(said: string): string[] {
  const lines = said.split("\n");
  return lines
    .flatMap((line, at) => {
      const [, level = "", rule = ""] = /^ *- \[(\w+)\] +(\w+) +\(/.exec(line) ?? [];
      return rule === "" ? [] : [`[${level}] ${rule}: ${lines[at + 2]?.trim() ?? ""}`];
    })
    .sort();
}
