import { spawn } from "node:child_process";
import { accessSync, closeSync, constants, openSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A command that has ended: exit code (`null` after a signal or when it could not start) and what it printed. */
export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a command to its end and collects standard output and error together, or appends them to the
 * file `log`. Never rejects: a command that cannot be started is a result without a code.
 */
export function runCommand(request: {
  command: string;
  arguments: readonly string[];
  directory?: string;
  log?: string;
  timeoutMs?: number;
}): Promise<CommandResult> {
  const log = request.log === undefined ? undefined : openSync(request.log, "a");
  const child = spawn(request.command, [...request.arguments], {
    cwd: request.directory,
    stdio: ["ignore", log ?? "pipe", log ?? "pipe"],
    timeout: request.timeoutMs,
  });
  if (log !== undefined) closeSync(log);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  return new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: null, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** The full path of a program on a search path such as `$PATH`, or `undefined`. */
export function findProgram(program: string, searchPath: string | undefined): string | undefined {
  const directories = (searchPath ?? "").split(delimiter).filter((directory) => directory !== "");
  return directories.map((directory) => join(directory, program)).find(isExecutable);
}

/** The last `lines` lines of a text file; empty when it cannot be read. */
export function tailOf(path: string, lines: number): string {
  try {
    return readFileSync(path, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "";
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
