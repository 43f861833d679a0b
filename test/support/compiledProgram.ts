import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";

const programs = resolve(__dirname, "../drills/programs");

/** A program of `test/drills/programs` in both languages. */
export interface CompiledProgram {
  /** Its file. */
  readonly source: string;
  /** The same in JavaScript, as a module of Node's own kind. */
  readonly javascript: string;
}

/**
 * Compiles a program once. The language host would load a compiler in each run, which takes longer
 * than the run; types are checked with those of the tests.
 *
 * @param name its file's name without the ending
 */
export function compiledProgram(name: string): CompiledProgram {
  const isExample = name.startsWith("examples/");
  const file = isExample
    ? resolve(programs, `../../../${name}.ts`)
    : resolve(programs, `${name}.ts`);
  // An example is a package of its own, which has nothing installed here.
  const source = isExample ? resolve(programs, "example.ts") : file;
  const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
    },
  });
  return { source, javascript: outputText };
}

/** How the engine starts such a program. */
export const compiledRuntime = { name: "nodejs", options: { typescript: false } } as const;
