import { relative } from "node:path";
import Mocha from "mocha";

/** How many tests pass between two lines of a group that does not name them. */
const stride = 500;

/** So much of an error is shown when it comes. */
const shownLines = 20;

/** So many files are named at the end, those that took longest. */
const slowest = 8;

/**
 * Prints a line per test, or per some hundreds with the option `names=false`, then every failure in
 * full and the slowest files. A test that does not run counts as failed: a missing server must never look like success.
 */
class GroupReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const settings = options.reporterOptions as { names?: string } | undefined;
    const names = settings?.names !== "false";
    let passed = 0;
    let failed = 0;
    const seconds = new Map<string, number>();
    const byFile = new Map<string, { passed: number; failed: number }>();
    const countIn = (file: string | undefined, what: "passed" | "failed") => {
      const name = relative(process.cwd(), file ?? "");
      const counts = byFile.get(name) ?? { passed: 0, failed: 0 };
      counts[what] += 1;
      byFile.set(name, counts);
    };
    let began = Date.now();
    runner.on("suite", ({ parent }) => {
      if (parent?.root === true) began = Date.now();
    });
    runner.on("suite end", ({ parent, file = "" }) => {
      if (parent?.root !== true) return;
      seconds.set(file, (seconds.get(file) ?? 0) + (Date.now() - began) / 1000);
    });
    runner.on("pass", (test) => {
      passed += 1;
      countIn(test.file, "passed");
      if (names) print(`ok ${test.fullTitle()} (${test.duration ?? 0} ms)`);
      else if (passed % stride === 0) print(`${passed} passed so far`);
    });
    runner.on("pending", (test) => {
      failed += 1;
      countIn(test.file, "failed");
      print(`NOT RUN ${test.fullTitle()}`);
    });
    runner.on("fail", (test, error: unknown) => {
      failed += 1;
      countIn(test.file, "failed");
      print(`FAILED ${test.fullTitle()}`);
      // At once, because others may take long yet; in full at the end.
      const lines = String(error).split("\n").slice(0, shownLines);
      for (const line of lines) print(`  ${line}`);
    });
    runner.once("end", () => {
      if (this.failures.length > 0) this.epilogue();
      for (const [file, each] of [...seconds].sort(([, a], [, b]) => b - a).slice(0, slowest)) {
        print(`${each.toFixed(0)} s ${relative(process.cwd(), file)}`);
      }
      // `test/groupRun.ts` reads these lines.
      for (const [file, each] of byFile) {
        if (each.failed > 0)
          print(`failed file: ${file}: ${each.passed} passed, ${each.failed} failed`);
      }
      print(`counts: ${passed} passed, ${failed} failed`);
    });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

// Mocha loads a reporter by its module's own value.
module.exports = GroupReporter;
