import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import ts from "typescript";
import { stringify } from "yaml";
import type { PythonWithSdk } from "../support/pythonEnvironment";
import type { Toolchain } from "../toolchain";
import { type Cost, measureCommand } from "./engineCommand";

const repository = join(__dirname, "..", "..");
const PROJECT = "bench";
const STACK = "dev";

/** The programs that are compared: the same resources, written by hand and federated. */
export const variants = ["flat", "federated"] as const;
export type Variant = (typeof variants)[number];
/** A file of `test/bench/programs`, without its ending. */
export type ProgramName =
  | Variant
  | "bare"
  | "everywhere"
  | "largePlan"
  | "load"
  | "shards"
  | "shardsFlat"
  | "stages"
  | "wide";

/** A new stack with a backend of its own, driven by the command line as a user drives it. */
export interface BenchStack {
  /** Runs `pulumi` with these words. */
  run(...words: string[]): Promise<Cost>;
  /** Runs `pulumi` with these words and looks at its memory. */
  watch(...words: string[]): Promise<Cost>;
  /** The same, of the processes whose command lines the pattern finds. */
  watchThose(of: RegExp, ...words: string[]): Promise<Cost>;
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
  return openBenchStack({ directory, env: spec.toolchain.env(), secrets: spec.secrets });
}

/** Makes a stack of a program in Python, with our SDK and the plugin as it was built. */
export async function createPythonBenchStack(spec: {
  /** A file of `test/bench/programs`. */
  readonly program: string;
  readonly python: PythonWithSdk;
  readonly toolchain: Toolchain;
  readonly secrets: Readonly<Record<string, string>>;
}): Promise<BenchStack> {
  const { program, python, toolchain, secrets } = spec;
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-bench-"));
  mkdirSync(join(directory, "backend"));
  copyFileSync(join(__dirname, "programs", program), join(directory, "__main__.py"));
  const providers = [{ name: "kubefed", path: join(repository, "bin") }];
  const project = { name: PROJECT, runtime: "python", plugins: { providers } };
  writeFileSync(join(directory, "Pulumi.yaml"), stringify(project));
  const own = toolchain.env();
  const path = [python.bin, own.PATH].join(delimiter);
  return openBenchStack({ directory, env: { ...own, ...python.env, PATH: path }, secrets });
}

async function openBenchStack(spec: {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}): Promise<BenchStack> {
  const { directory } = spec;
  const env = {
    ...process.env,
    ...spec.env,
    PULUMI_BACKEND_URL: `file://${join(directory, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    // The kubernetes plugin leaves kubeconfig files where temporary files go.
    TMPDIR: directory,
  };
  const run = (words: readonly string[], input?: string, watches?: RegExp) =>
    measureCommand({
      ...(watches === undefined ? {} : { watches }),
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
    watch: (...words) => run(words, undefined, /(?:)/),
    watchThose: (of, ...words) => run(words, undefined, of),
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
