import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { ensureToolchain } from "../toolchain";
import { openStack, type TestStack } from "./stack";

const repository = resolve(__dirname, "../..");

/** A Pulumi program in YAML. */
export interface YamlProgram {
  readonly name: string;
  readonly resources: Record<string, YamlResource>;
  readonly [setting: string]: unknown;
}

/** A resource of a YAML program. */
export interface YamlResource {
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly options?: Record<string, unknown>;
}

/** A stack whose program is YAML, with the package as it was built. */
export interface YamlStack extends TestStack {
  /** Writes the program. */
  readonly write: (program: YamlProgram) => void;
}

/** The program of an example. */
export function yamlExample(folder: string): YamlProgram {
  const text = readFileSync(join(repository, "examples", folder, "Pulumi.yaml"), "utf8");
  return parse(text) as YamlProgram;
}

/** Makes a stack of a YAML program; its project has this package installed and what that needs beside it. */
export async function yamlStack(of: {
  readonly program: YamlProgram;
  readonly secrets: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, string>>;
  /** A folder of an earlier stack, to share its backend. */
  readonly backend?: string;
}): Promise<YamlStack> {
  const { program, secrets, config = {} } = of;
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-stack-"));
  const backend = of.backend ?? join(directory, "backend");
  for (const folder of [backend, join(directory, "node_modules")])
    mkdirSync(folder, { recursive: true });
  const installed = (name: string) => join(directory, "node_modules", name);
  symlinkSync(repository, installed("pulumi-kubefed"));
  // As npm does for what a package needs beside it.
  symlinkSync(join(repository, "node_modules/@pulumi"), installed("@pulumi"));
  const write = (written: YamlProgram) => {
    // The host reads no aliases.
    const text = stringify(written, { aliasDuplicateObjects: false });
    writeFileSync(join(directory, "Pulumi.yaml"), text);
  };
  write(program);
  const stack = await openStack({
    ...{ directory, backend, secrets, config },
    project: program.name,
    stack: "dev",
    toolchain: await ensureToolchain(),
  });
  return { ...stack, write };
}
