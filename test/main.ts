import { rmSync } from "node:fs";
import { join } from "node:path";
import { real, units } from "./groups";
import { scripts } from "../package.json";
import { type Counts, runGroup, runStep } from "./groupRun";
import { browserPackages } from "./support/browser";
import { ensureDebianPackages, isMissing } from "./support/debianPackages";
import { nameServerPackages } from "./support/nameServers";
import { ensureToolchain, tools } from "./toolchain";
import { postgresPackages } from "./support/postgres";

const help = `Usage: npm test [-- OPTIONS]

Builds the package and runs every test: format, lint and types; unit tests; the real engine on real
clusters, real name servers, the packed package, the demo. The first run downloads the
toolchain or, where it cannot, builds it from Go: 25 minutes on two cores; later runs reuse it.

Options:
  --units        only what needs no toolchain
  --grep TEXT    only tests whose name contains TEXT
  --help         this text

A file of tests that fails beside others is run once more by itself, and counts as it does then.
The last lines name every failure again, then say "N passed, N failed". Exit code 0 if none failed, else 1.
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(help);
    return 0;
  }
  const grep = args.includes("--grep") ? args[args.indexOf("--grep") + 1] : undefined;
  // What was built from sources that are gone must not be packed.
  rmSync(join(__dirname, "../dist"), { recursive: true, force: true });
  const counts: Counts[] = [
    await runStep("build", ["tsc", "-p", "tsconfig.json"]),
    await runStep("page", scripts.page.split(" ")),
    await runStep("bundle", scripts.bundle.split(" ")),
  ];
  if (counts.some(({ failed }) => failed > 0)) return report(counts);

  const onlyUnits = args.includes("--units");
  // The toolchain's long first build goes on while everything that does not need it is checked.
  const toolchain = onlyUnits
    ? undefined
    : ensureToolchain({ only: tools.map(({ name }) => name) });
  const ready = toolchain?.then(
    () => true,
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return false;
    },
  );
  const sides = await Promise.all([
    grep === undefined ? runChecks() : [],
    runGroup(units, grep),
    ready === undefined ? [] : runReal(ready, grep),
  ]);
  counts.push(...sides.flat());
  if (grep === undefined) counts.push(...(await lookAgain(counts)));
  return report(counts);
}

/** From so many files on that fail it is no accident. */
const accidents = 3;

/**
 * Runs the files whose tests failed once more, by themselves: five groups on two cores can make a time-out lie.
 * What fails then has failed; what passes is named all the same.
 */
async function lookAgain(counts: readonly Counts[]): Promise<Counts[]> {
  const files = counts.flatMap(({ failedFiles = [] }) => failedFiles);
  const isAll = counts.every(
    ({ failed, failedFiles = [] }) => failed === sum(failedFiles, "failed"),
  );
  if (files.length === 0 || files.length > accidents || !isAll) return [];
  const again = await runGroup({
    name: "again",
    about: "what failed beside others, by itself",
    files: files.map(({ file }) => file),
    names: true,
  });
  const passed = again.passed - sum(files, "passed");
  const named = files.map(({ file }) => file).join(", ");
  const failures = again.failed === 0 ? [`[again] passed by itself: ${named}`] : again.failures;
  return [{ passed, failed: again.failed - sum(files, "failed"), failures }];
}

function sum<Of extends "passed" | "failed">(
  of: readonly Readonly<Record<Of, number>>[],
  what: Of,
): number {
  return of.reduce((total, each) => total + each[what], 0);
}

/** One after the other, beside the tests. */
async function runChecks(): Promise<Counts[]> {
  return [
    await runStep("format", ["prettier", "--log-level", "warn", "--check", "."]),
    await runStep("lint", ["eslint", "."]),
    await runStep("types", ["tsc", "-p", "test/tsconfig.json"]),
    await runStep("page types", ["tsc", "-p", "provider/report/page/script"]),
  ];
}

/** Name servers and a browser, so that no test waits for them; the test of one that is missing fails. */
async function installPackages(): Promise<void> {
  for (const needed of [...nameServerPackages, browserPackages, postgresPackages].filter(
    isMissing,
  )) {
    process.stdout.write(`installing ${needed.packages.join(" ")} for ${needed.tests}\n`);
    await ensureDebianPackages(needed).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
    });
  }
}

async function runReal(ready: Promise<boolean>, grep: string | undefined): Promise<Counts[]> {
  await installPackages();
  if (!(await ready))
    return [{ passed: 0, failed: 1, failures: ["[toolchain] FAILED, see above"] }];
  return Promise.all(real.map((group) => runGroup(group, grep)));
}

function report(counts: readonly Counts[]): number {
  const [passed, failed] = [sum(counts, "passed"), sum(counts, "failed")];
  const failures = counts.flatMap((each) => each.failures);
  // Again, after everything: thousands of lines may lie between.
  process.stdout.write(["", ...failures, `${passed} passed, ${failed} failed`, ""].join("\n"));
  return failed > 0 ? 1 : 0;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
