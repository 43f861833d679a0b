import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandFailure } from "../options/commandFailure";

/** Files to write, and what happens to those that are there. */
export interface NewFiles {
  readonly folder: string;
  /** The folder as the user named it. */
  readonly shown: string;
  readonly files: Readonly<Record<string, string>>;
  /** Whether files that are there may be overwritten. */
  readonly isOverwriting: boolean;
  /** Files that stay as they are where they are there, whatever is in them. */
  readonly kept: readonly string[];
}

/**
 * Writes files into a folder, all or none: one that is there with another content stops it, unless it
 * may be overwritten or is kept. Gives the names that were written, and those that were kept.
 */
export function writeNewFiles(request: NewFiles): { written: string[]; kept: string[] } {
  const { folder, shown, files, isOverwriting } = request;
  const isThere = (name: string) => existsSync(join(folder, name));
  const kept = request.kept.filter((name) => name in files && isThere(name));
  const written = Object.keys(files).filter((name) => !kept.includes(name));
  const inTheWay = written.filter(
    (name) => isThere(name) && readFileSync(join(folder, name), "utf8") !== files[name],
  );
  if (inTheWay.length > 0 && !isOverwriting) {
    const them = inTheWay.join(", ");
    throw new CommandFailure(
      `"${shown}" has ${them} already; nothing was written. --force overwrites, --out names another folder`,
    );
  }
  mkdirSync(folder, { recursive: true });
  for (const name of written) writeFileSync(join(folder, name), files[name] ?? "");
  return { written, kept };
}
