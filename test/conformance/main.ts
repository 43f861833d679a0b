import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { countByStatus, renderReport } from "./report";
import { readCases } from "./runner";

const help = `Usage: npm run --silent conformance -- FILE.json

Runs the cases of a conformance file against the core: each top-level list is a suite of that name;
a file with "cases" and "fixtures" is a recording of what KubeFed did on live clusters, one whose steps have
"works" a recording of Karmada. A name without a folder is also looked for beside this runner.

Prints each failing case, and each of a recorded Karmada, with what was expected and what came, and each case that differs on purpose
(deliberate.json) with the reason. The last line is "N passed, N failed".

Exit code: 0 when nothing failed, 1 when something did, 2 when the file cannot be read.
`;

/** The command line of the conformance runner. Returns the exit code. */
function main(words: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { help: { type: "boolean", default: false } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) {
    process.stderr.write(help);
    return 2;
  }
  const { cases, skipped } = readCases(JSON.parse(readFileSync(placeOf(path), "utf8")));
  const results = cases.map(({ run }) => run());
  process.stdout.write(renderReport(results, skipped));
  return countByStatus(results).failed > 0 ? 1 : 0;
}

/** A file of that path, or of that name among ours. */
function placeOf(path: string): string {
  const ours = join(__dirname, path);
  return !existsSync(path) && existsSync(ours) ? ours : path;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`conformance: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
