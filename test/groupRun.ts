import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join, resolve } from "node:path";
import type { Group } from "./groups";

/** How many tests of a group passed and failed, and what was printed about those that failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly string[];
  /** Files of tests that failed, with their part of the counts; none for what is no test file. */
  readonly failedFiles?: readonly FailedFile[];
}

/** How many tests of a file passed and failed. */
export interface FailedFile {
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
}

const repository = resolve(__dirname, "..");

/** Runs a group of tests in a process of its own; its lines are printed with the group's name. */
export async function runGroup(group: Group, grep?: string): Promise<Counts> {
  print(group.name, group.about);
  const began = Date.now();
  let counts: Pick<Counts, "passed" | "failed"> | undefined;
  const failures: string[] = [];
  const failedFiles: FailedFile[] = [];
  let tells = false;
  const args = [
    ...(group.ignore ?? []).flatMap((pattern) => ["--ignore", pattern]),
    ...[
      "--reporter",
      "test/support/groupReporter.ts",
      "--reporter-option",
      `names=${String(group.names)}`,
    ],
    ...(grep === undefined ? [] : ["--fgrep", grep]),
    ...group.files,
  ];
  const code = await runProgram("mocha", args, (line) => {
    const [, passed, failed] = /^counts: (\d+) passed, (\d+) failed$/.exec(line) ?? [];
    if (passed !== undefined) {
      counts = { passed: Number(passed), failed: Number(failed) };
      return;
    }
    const [, file, ...of] = /^failed file: (.+): (\d+) passed, (\d+) failed$/.exec(line) ?? [];
    if (file !== undefined) {
      failedFiles.push({ file, passed: Number(of[0]), failed: Number(of[1]) });
      return;
    }
    print(group.name, line);
    // A failure, and the lines of its error, which are indented.
    const begins = /^(FAILED|NOT RUN) /.test(line);
    tells = begins || (tells && line.startsWith("  "));
    if (tells) failures.push(`[${group.name}] ${line}`);
  });
  // A process that dies before it has counted, or fails without a failed test, is a failure.
  const { passed, failed } = counts ?? { passed: 0, failed: 1 };
  const died = failures.length === 0 && (code !== 0 || counts === undefined);
  if (died) failures.push(`[${group.name}] ended with ${code} and without a failed test`);
  const result = {
    passed,
    failed: code === 0 ? failed : Math.max(failed, 1),
    failures,
    failedFiles: died ? [] : failedFiles,
  };
  print(group.name, `${passed} passed, ${result.failed} failed in ${seconds(began)}`);
  return result;
}

/** Runs one check, which counts as one test; it prints only when it fails. */
export async function runStep(
  name: string,
  [program = "", ...args]: readonly string[],
): Promise<Counts> {
  const began = Date.now();
  const lines: string[] = [];
  const code = await runProgram(program, args, (line) => lines.push(line));
  if (code !== 0) for (const line of lines) print(name, line);
  print(name, `${code === 0 ? "ok" : "FAILED"} in ${seconds(began)}`);
  if (code === 0) return { passed: 1, failed: 0, failures: [] };
  const failures = ["FAILED", ...lines.slice(0, 20)].map((line) => `[${name}] ${line}`);
  return { passed: 0, failed: 1, failures };
}

function runProgram(
  program: string,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<number> {
  const child = spawn(join(repository, "node_modules/.bin", program), args, {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", onLine);
  return new Promise((settle) => {
    child.on("error", () => settle(1));
    child.on("close", (code) => settle(code ?? 1));
  });
}

function print(name: string, text: string): void {
  process.stdout.write(`[${name}] ${text}\n`);
}

function seconds(began: number): string {
  return `${((Date.now() - began) / 1000).toFixed(0)} s`;
}
