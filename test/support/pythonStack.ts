import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { ensureToolchain, tools } from "../toolchain";
import type { PythonWithSdk } from "./pythonEnvironment";
import { openStack, type TestStack } from "./stack";

const repository = resolve(__dirname, "../..");

/** An example in Python and the stack of it that is wanted. */
export interface PythonStackSpec {
  /** Its folder in `examples`. */
  readonly folder: string;
  readonly python: PythonWithSdk;
  readonly secrets: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
}

/** Makes a stack of an example in Python, with the plugin as it was built and the SDK as pip installs it. */
export async function pythonStack(spec: PythonStackSpec): Promise<TestStack> {
  const { folder, python, secrets, config } = spec;
  const example = join(repository, "examples", folder);
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-stack-"));
  const backend = join(directory, "backend");
  mkdirSync(backend);
  copyFileSync(join(example, "__main__.py"), join(directory, "__main__.py"));
  const project = parse(readFileSync(join(example, "Pulumi.yaml"), "utf8")) as { name: string };
  const providers = [{ name: "kubefed", path: join(repository, "bin") }];
  writeFileSync(join(directory, "Pulumi.yaml"), stringify({ ...project, plugins: { providers } }));
  const needed = tools.filter(
    ({ name, onRequest }) => name === "language-python" || onRequest !== true,
  );
  const toolchain = await ensureToolchain({ only: needed.map(({ name }) => name) });
  const path = [python.bin, toolchain.env().PATH].join(delimiter);
  return openStack({
    ...{ directory, backend, secrets, config, toolchain },
    project: project.name,
    stack: "dev",
    env: { ...python.env, PATH: path },
  });
}
