import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureToolchain } from "../toolchain";
import { compiledProgram, compiledRuntime } from "./compiledProgram";
import { sharedBackend } from "./exampleStack";
import { packedPackage } from "./packedPackage";
import { openStack, type TestStack } from "./stack";

/** A program that needs the package as users install it, and the stack of it that is wanted. */
export interface PackedStackSpec {
  /** A file of `test/drills/programs`, without its ending. */
  readonly program: string;
  /** @default "dev" */
  readonly stack?: string;
  /** Values that the program reads with `requireSecret`. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/**
 * Makes a stack of a program that uses dynamic resources: their code is found by the package's name,
 * so the package must be installed, not linked.
 */
export async function packedStack(spec: PackedStackSpec): Promise<TestStack> {
  const { directory } = await packedPackage();
  const place = mkdtempSync(join(directory, "program-"));
  writeFileSync(join(place, "index.js"), compiledProgram(spec.program).javascript);
  writeFileSync(join(place, "package.json"), `{ "main": "index.js" }\n`);
  const project = spec.program.toLowerCase();
  return openStack({
    directory: place,
    backend: await sharedBackend(),
    project,
    stack: spec.stack ?? "dev",
    secrets: spec.secrets ?? {},
    toolchain: await ensureToolchain(),
    settings: { name: project, runtime: compiledRuntime },
  });
}
