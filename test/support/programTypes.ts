import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import { typeErrors } from "./typeCheck";

const repository = resolve(__dirname, "../..");

/** What a strict compiler has against programs that were written, by their names. */
export function programTypeErrors(programs: Readonly<Record<string, string>>): string[] {
  // Not in the repository, where format and lint look at what is there at the same time.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "kubefed-programs-")));
  try {
    const files = Object.entries(programs).map(([name, text]) => {
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, text);
      return file;
    });
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2020,
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      strict: true,
      skipLibCheck: true,
      esModuleInterop: true,
      noUncheckedIndexedAccess: true,
      types: ["node"],
      typeRoots: [join(repository, "node_modules/@types")],
      noEmit: true,
      baseUrl: repository,
      paths: { "pulumi-kubefed": ["sdk/nodejs/index.ts"], "*": ["node_modules/*"] },
    };
    return typeErrors({ files, options, within: [folder] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
