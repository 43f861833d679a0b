import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensureToolchain } from "../toolchain";
import { sharedBackend } from "./exampleStack";
import { packedPackage } from "./packedPackage";
import { openStack, type TestStack } from "./stack";

const programs = resolve(__dirname, "../engine/programs");

/** A program that needs the package as users install it, and the stack of it that is wanted. */
export interface PackedStackSpec {
  /** A file of `test/engine/programs`, without its ending. */
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
  copyFileSync(join(programs, `${spec.program}.ts`), join(place, "index.ts"));
  const compilerOptions = {
    target: "ES2022",
    module: "commonjs",
    moduleResolution: "node10",
    strict: true,
    skipLibCheck: true,
    types: ["node"],
  };
  writeFileSync(
    join(place, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["index.ts"] }),
  );
  writeFileSync(join(place, "package.json"), `{ "main": "index.ts" }\n`);
  const project = spec.program.toLowerCase();
  return openStack({
    directory: place,
    backend: await sharedBackend(),
    project,
    stack: spec.stack ?? "dev",
    secrets: spec.secrets ?? {},
    toolchain: await ensureToolchain(),
    settings: { name: project, runtime: "nodejs" },
    env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
  });
}
