import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { stringify } from "yaml";
import { ensureToolchain, tools } from "../toolchain";
import { compiledProgram, compiledRuntime } from "./compiledProgram";
import { goShop, placeGoProgram } from "./goProgram";
import type { PythonWithSdk } from "./pythonEnvironment";
import { openStack, type TestStack } from "./stack";

const repository = resolve(__dirname, "../..");
const examples = join(repository, "examples");
const hosts: readonly string[] = ["language-go", "language-java", "language-python"];

/** A language that the example `shop` is written in. */
export type ShopLanguage = "TypeScript" | "Python" | "Go" | "Java" | "YAML";

/** One stack of the example `shop`, whose program may be in another language for each command. */
export interface ShopStack extends TestStack {
  /** Makes the program in this language that of the next commands. */
  readonly speak: (language: ShopLanguage) => void;
}

/** Makes a stack of the example `shop`, with the package as it was built; it is in TypeScript at first. */
export async function shopStack(of: {
  readonly python: PythonWithSdk;
  /** What `java -jar` runs. */
  readonly java: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
}): Promise<ShopStack> {
  const { python, java, secrets, config } = of;
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-stack-"));
  const backend = join(directory, "backend");
  mkdirSync(backend);
  placePackage(directory);
  placePrograms(directory);
  const providers = [{ name: "kubefed", path: join(repository, "bin") }];
  const projects: Readonly<Record<ShopLanguage, string>> = {
    TypeScript: stringify({ name: "shop", runtime: compiledRuntime, plugins: { providers } }),
    Python: stringify({ name: "shop", runtime: "python", plugins: { providers } }),
    Go: stringify({ name: "shop", runtime: "go", plugins: { providers } }),
    Java: stringify({
      name: "shop",
      runtime: { name: "java", options: { binary: java } },
      plugins: { providers },
    }),
    YAML: readFileSync(join(examples, "shop-yaml/Pulumi.yaml"), "utf8"),
  };
  const needed = tools.filter(({ name, onRequest }) => hosts.includes(name) || onRequest !== true);
  const toolchain = await ensureToolchain({ only: needed.map(({ name }) => name) });
  const stack = await openStack({
    ...{ directory, backend, secrets, config, toolchain },
    project: "shop",
    stack: "dev",
    settings: { name: "shop", runtime: compiledRuntime },
    env: { ...python.env, PATH: [python.bin, toolchain.env().PATH].join(delimiter) },
  });
  const speak = (language: ShopLanguage) =>
    writeFileSync(join(directory, "Pulumi.yaml"), projects[language]);
  speak("TypeScript");
  return { ...stack, speak };
}

/** Installs this package in a project, as it was built, and what it needs beside it. */
function placePackage(directory: string): void {
  const modules = join(directory, "node_modules");
  mkdirSync(modules);
  symlinkSync(repository, join(modules, "pulumi-kubefed"));
  symlinkSync(join(repository, "node_modules/@pulumi"), join(modules, "@pulumi"));
}

/** Each language's host finds its own program in the folder; the one in YAML is its project's file. */
function placePrograms(directory: string): void {
  writeFileSync(join(directory, "index.js"), compiledProgram("examples/shop/index").javascript);
  writeFileSync(join(directory, "package.json"), `{ "main": "index.js" }\n`);
  copyFileSync(join(examples, "shop/python/__main__.py"), join(directory, "__main__.py"));
  placeGoProgram(directory, readFileSync(goShop, "utf8"));
}
