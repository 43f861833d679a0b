import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Migration } from "../../migration/migration";
import type { Program } from "../../migration/program/programText";
import { projectFiles } from "../../migration/project/projectFiles";
import { renderNotes } from "../../migration/proof/proofText";
import { CommandFailure } from "../options/commandFailure";
import { print, tell } from "./output";

/** Where a program goes. */
export interface OutputArguments {
  /** A folder for a whole project; absent: the program is printed. */
  readonly out: string | undefined;
  /** Prints the value that goes under this configuration key, and nothing else. */
  readonly secret: string | undefined;
}

/** A program and what is said about it. */
export interface MigrationOutput {
  readonly migration: Migration;
  readonly program: Program;
  /** How the command was called, for the commands that a person runs next. */
  readonly command: string;
  readonly isAdopting: boolean;
}

/** Prints the program or writes its project; notes go to standard error. */
export async function writeMigration(
  { out, secret }: OutputArguments,
  output: MigrationOutput,
): Promise<void> {
  const { migration, program, command } = output;
  if (secret !== undefined) {
    await print(secretValue(program, secret));
    return;
  }
  await tell(renderNotes(migration.notes));
  if (out === undefined) {
    await print(program.text);
    return;
  }
  const directory = resolve(out);
  mkdirSync(directory, { recursive: true });
  if (readdirSync(directory).length > 0) {
    throw new CommandFailure(`--out "${out}": the folder is not empty; nothing was written`);
  }
  const files = projectFiles({ ...output, name: projectName(basename(directory)) });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  await tell(
    `wrote ${Object.keys(files).join(", ")} to ${out}; its README.md says what to do next (${command})\n`,
  );
}

function secretValue({ secrets }: Program, key: string): string {
  const setting = secrets.find((each) => each.key === key);
  if (setting !== undefined) return setting.value;
  const known = secrets.map((each) => `"${each.key}"`).join(", ");
  throw new CommandFailure(
    `--secret "${key}": there is no such secret; there are: ${known === "" ? "none" : known}`,
  );
}

/** Pulumi's project names: letters, digits, `_`, `.`, `-`. */
export function projectName(folder: string): string {
  const name = folder.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^-+|-+$/g, "");
  return name === "" ? "fleet" : name;
}
