import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram, runCommand } from "./command";

/** A Go module of which tests need files and no program. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
  /** The checksum of its content, as `go.sum` has it. */
  readonly sum: string;
}

/** The folder of a module in Go's module cache, downloaded if need be; its content is the known one. */
export async function goModuleFolder({ path, version, sum }: GoModule): Promise<string> {
  const go = findProgram("go", process.env.PATH);
  if (go === undefined) {
    throw new Error(
      `toolchain: ${path} is downloaded by Go, which is not there. Install Go 1.26 or newer, put "go" on PATH and run again`,
    );
  }
  // Outside of every module, so that no go.mod of somebody's is asked or changed.
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-go-"));
  try {
    const words = ["mod", "download", "-json", `${path}@${version}`];
    const { output } = await runCommand({ command: go, arguments: words, directory });
    const answer = JSON.parse(output.slice(output.indexOf("{"))) as Record<string, unknown>;
    if (typeof answer.Dir !== "string")
      throw new Error(`toolchain: cannot download ${path}@${version}: ${output}`);
    if (answer.Sum !== sum)
      throw new Error(`toolchain: ${path}@${version} is not what it was: ${String(answer.Sum)}`);
    return answer.Dir;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
