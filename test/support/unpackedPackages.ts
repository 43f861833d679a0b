import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "../toolchain/cache";
import { acquireLock } from "../toolchain/lock";

const run = promisify(execFile);

/** Programs from Debian that are run from a folder of our own: nothing is installed, nothing is started. */
export interface UnpackedPackages {
  /** What they are for, a folder's name. */
  readonly name: string;
  readonly packages: readonly string[];
}

/**
 * The folder that has the files of these packages, as a root would have them. They are downloaded once and kept in
 * the cache; what they depend on is not.
 *
 * @throws when they cannot be had, with what apt says
 */
export async function unpackedPackages(wanted: UnpackedPackages): Promise<string> {
  const parent = join(cacheDirectory(process.env), "debian");
  const folder = join(parent, wanted.name);
  if (existsSync(folder)) return folder;
  mkdirSync(parent, { recursive: true });
  const lock = await acquireLock({ paths: [`${folder}.lock`] });
  const draft = `${folder}.partial`;
  try {
    if (existsSync(folder)) return folder;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(join(draft, "root"), { recursive: true });
    await download(wanted, draft);
    const files = readdirSync(draft).filter((name) => name.endsWith(".deb"));
    for (const file of files) await run("dpkg", ["-x", file, "root"], { cwd: draft });
    renameSync(join(draft, "root"), folder);
    return folder;
  } finally {
    rmSync(draft, { recursive: true, force: true });
    lock.release();
  }
}

async function download({ name, packages }: UnpackedPackages, directory: string): Promise<void> {
  const fetch = () => run("apt-get", ["download", "-q", ...packages], { cwd: directory });
  try {
    // Without lists, as in a fresh image, apt knows no package.
    await fetch().catch(async () => {
      await run("apt-get", ["update", "-q"]);
      await fetch();
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${name} needs Debian's packages ${packages.join(", ")}: ${why}`);
  }
}
