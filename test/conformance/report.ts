import { count } from "../../provider/core/plain/text";
import type { CaseResult, SkippedSuite } from "./caseResult";

/**
 * The text of a file's results: every failing case with what is wrong, every case that differs on
 * purpose with the reason, what was left out, and the counts. The last line is `N passed, N failed`.
 */
export function renderReport(
  results: readonly CaseResult[],
  skipped: readonly SkippedSuite[],
): string {
  const counts = countByStatus(results);
  const left = skipped.reduce((sum, { cases }) => sum + cases, 0);
  return [
    ...results.flatMap(renderPassed),
    ...results.flatMap(renderFailure),
    ...results.flatMap(renderDeliberate),
    ...renderNotApplicable(results),
    ...skipped.map(
      ({ suite, cases }) => `skipped ${suite}, ${count(cases, "case")}: no suite answers them`,
    ),
    `${counts.deliberate} deliberate, ${counts["not applicable"]} not applicable, ${left} skipped`,
    `${counts.passed} passed, ${counts.failed} failed`,
    "",
  ].join("\n");
}

/** How many cases ended in each way. */
export function countByStatus(
  results: readonly CaseResult[],
): Readonly<Record<CaseResult["status"], number>> {
  const counts = { passed: 0, failed: 0, deliberate: 0, "not applicable": 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

function renderPassed(result: CaseResult): string[] {
  if (result.status !== "passed" || result.details === undefined) return [];
  return [`passed ${nameOf(result)}: ${result.details.join(", ")}`];
}

function renderFailure(result: CaseResult): string[] {
  if (result.status !== "failed") return [];
  return [`failed ${nameOf(result)}`, ...result.details.map((detail) => `    ${detail}`)];
}

function renderDeliberate(result: CaseResult): string[] {
  if (result.status !== "deliberate") return [];
  return [`deliberate ${nameOf(result)}: ${result.details.join("; ")}`];
}

function renderNotApplicable(results: readonly CaseResult[]): string[] {
  const reasons = results.flatMap((each) =>
    each.status === "not applicable" ? [each.reason] : [],
  );
  return [...new Set(reasons)]
    .sort()
    .map(
      (reason) =>
        `not applicable, ${count(reasons.filter((each) => each === reason).length, "case")} of ${reason}`,
    );
}

function nameOf({ suite, id }: CaseResult): string {
  return `${suite} ${id}`;
}
