import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { compileFunction } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import * as kubefed from "../../sdk/nodejs";

const root = resolve(__dirname, "../..");
const examples = join(root, "examples");

/** The text of every program of `examples`, by its folder there. */
export function exampleTexts(): Record<string, string> {
  const programs = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith("index.ts") && !path.includes("node_modules"),
  );
  return Object.fromEntries(
    programs.map((path) => [
      path.replace(/\/index\.ts$/, ""),
      readFileSync(join(examples, path), "utf8"),
    ]),
  );
}

/** An example, and the configuration that its stack would have. */
export interface ExampleRun {
  /** Its folder in `examples`, which is its project's name too. */
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

/** Runs an example under Pulumi's mocks, as an update of the stack `dev`, and gives what it exports. */
export async function runExample({ name, config }: ExampleRun): Promise<Record<string, unknown>> {
  const settings = Object.entries(config).map(([key, value]): [string, string] => [
    `${name}:${key}`,
    value,
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(settings));
  const mocks: pulumi.runtime.Mocks = {
    call: () => ({}),
    newResource: (resource: { name: string; inputs: Record<string, unknown> }) => ({
      id: resource.name,
      state: resource.inputs,
    }),
  };
  await pulumi.runtime.setMocks(mocks, name, "dev", false);
  const { outputText } = ts.transpileModule(exampleTexts()[name] ?? "", {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const requireFromRoot = createRequire(join(root, "package.json"));
  // The sources, not what was built from them last: a test must not depend on a build.
  const load = (id: string): unknown => (id === "pulumi-kubefed" ? kubefed : requireFromRoot(id));
  const exported: Record<string, unknown> = {};
  Reflect.apply(compileFunction(outputText, ["require", "exports"]), undefined, [load, exported]);
  return exported;
}
