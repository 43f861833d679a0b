import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs something with a temporary folder of its own, which only this user can read, and removes it with
 * all that is left there.
 *
 * - Removed too when this process ends meanwhile in its own way.
 */
export async function withTemporaryFolder<Result>(
  run: (folder: string) => Promise<Result>,
): Promise<Result> {
  // Short: sockets are put into it, and their paths may have a hundred characters only.
  const folder = mkdtempSync(join(tmpdir(), "kubefed-"));
  const removeNow = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", removeNow);
  try {
    return await run(folder);
  } finally {
    // A plugin that was interrupted may just write its last.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    process.off("exit", removeNow);
  }
}

/**
 * The variables that make a folder the one for temporary files, on all systems. The kubernetes plugin
 * leaves the whole kubeconfig there.
 */
export function temporaryFolderEnv(folder: string): Readonly<Record<string, string>> {
  return { TMPDIR: folder, TMP: folder, TEMP: folder };
}
