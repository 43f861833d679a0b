import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import type { Toolchain } from "../toolchain";
import { type Cost, measureCommand } from "./engineCommand";

const repository = join(__dirname, "..", "..");
const PROJECT = "bench";
const STACK = "dev";

/** The programs that are compared: the same resources, written by hand and federated. */
export const variants = ["flat", "federated"] as const;
export type Variant = (typeof variants)[number];
/** A file of `test/bench/programs`, without its ending. */
export type ProgramName = Variant | "wide" | "stages" | "load" | "largePlan";

/** A new stack with a backend of its own, driven by the command line as a user drives it. */
export interface BenchStack {
  /** Runs `pulumi` with these words. */
  run(...words: string[]): Promise<Cost>;
  /** Runs another program in the stack's folder with the same variables. */
  runOther(...words: string[]): Promise<Cost>;
  /** Sets a plain value that the program reads. */
  set(key: string, value: string): Promise<Cost>;
  /** The state file, as text. */
  state(): string;
  remove(): void;
}

/**
 * Makes a stack of one of `test/bench/programs`, compiled beforehand so that no compiler is measured, on
 * the built package. Both variants get the same folder layout, project and settings.
 */
export async function createBenchStack(spec: {
  readonly variant: ProgramName;
  /** The built package that the program loads; default this one. */
  readonly packageDirectory?: string;
  readonly toolchain: Toolchain;
  readonly secrets: Readonly<Record<string, string>>;
}): Promise<BenchStack> {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-bench-"));
  writeProgram(directory, spec.variant, spec.packageDirectory ?? repository);
  const env = {
    ...process.env,
    ...spec.toolchain.env(),
    PULUMI_BACKEND_URL: `file://${join(directory, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    // The kubernetes plugin leaves kubeconfig files where temporary files go.
    TMPDIR: directory,
  };
  const run = (words: readonly string[], input?: string) =>
    measureCommand({
      words: ["pulumi", ...words, "--non-interactive", "--color", "never"],
      directory,
      env,
      input,
    });
  await run(["stack", "init", STACK]);
  for (const [key, value] of Object.entries(spec.secrets)) {
    await run(["config", "set", "--secret", key], value);
  }
  return {
    run: (...words) => run(words),
    set: (key, value) => run(["config", "set", key, value]),
    runOther: (...words) => measureCommand({ words, directory, env }),
    state: () =>
      readFileSync(join(directory, "backend/.pulumi/stacks", PROJECT, `${STACK}.json`), "utf8"),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Writes a program, compiled, into a folder where it finds a built package. */
export function writeProgram(
  directory: string,
  variant: ProgramName,
  packageDirectory: string,
): void {
  const modules = join(directory, "node_modules");
  mkdirSync(join(directory, "backend"));
  mkdirSync(modules);
  symlinkSync(join(repository, "node_modules/@pulumi"), join(modules, "@pulumi"));
  symlinkSync(packageDirectory, join(modules, "pulumi-kubefed"));
  const source = readFileSync(join(__dirname, "programs", `${variant}.ts`), "utf8");
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020 },
  });
  writeFileSync(join(directory, "index.js"), outputText);
  writeFileSync(join(directory, "package.json"), `{ "main": "index.js" }\n`);
  writeFileSync(join(directory, "Pulumi.yaml"), `name: ${PROJECT}\nruntime: nodejs\n`);
}
