import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../../provider/core/plain/plainObject";
import type { KubeObject } from "../../provider/core/model";
import type { CaseResult, ConformanceCase, FileCases, SkippedSuite } from "./caseResult";
import { deliberateCase, type DeliberateOutcome, reasonOf } from "./deliberate";
import { jsonDiff } from "./jsonDiff";
import { isRecording } from "./live/scenario";
import type { Suite } from "./outcome";
import { listAt, mapAt, textAt } from "./reading";
import { suiteFor } from "./suites";
import { isKarmadaRecording, readKarmadaScenarios } from "./suites/karmadaLive";
import { readScenarios } from "./suites/live";

/**
 * All cases of a conformance file: each top-level list is a suite of that name, and so is each map with
 * `cases`, at the top or under `suites`; a file with `cases` and `fixtures` is a recording of live clusters.
 *
 * - A list that no suite answers is skipped, and said to be.
 * - Throws for what is no map.
 */
export function readCases(file: unknown): FileCases {
  if (!isPlainObject(file)) throw new Error("a conformance file must be a map of lists of cases");
  if (isKarmadaRecording(file)) return { cases: readKarmadaScenarios(file), skipped: [] };
  if (isRecording(file)) return { cases: readScenarios(file), skipped: [] };
  const cases: ConformanceCase[] = [];
  const skipped: SkippedSuite[] = [];
  for (const [name, list] of Object.entries({ ...file, ...mapAt(file, "suites") })) {
    if (notSuites.has(name)) continue;
    const items = itemsOf(list);
    const suite = items.length === 0 ? undefined : suiteFor(name, items.filter(isPlainObject));
    if (suite === undefined) skipped.push({ suite: name, cases: items.length });
    else cases.push(...items.map((testCase, index) => toCase(suite, { name, testCase, index })));
  }
  return { cases, skipped };
}

const notSuites: ReadonlySet<string> = new Set(["_meta", "about", "suites"]);

function itemsOf(list: unknown): readonly unknown[] {
  return listAt(isPlainObject(list) ? list : { cases: list }, "cases");
}

function toCase(
  suite: Suite,
  given: { readonly name: string; readonly testCase: unknown; readonly index: number },
): ConformanceCase {
  const { name, testCase, index } = given;
  const about = { suite: name, id: isPlainObject(testCase) ? idOf(testCase, index) : `[${index}]` };
  return { ...about, run: () => judge(about, attempt(suite, testCase)) };
}

function judge(
  about: { readonly suite: string; readonly id: string },
  { expected, got, rule }: DeliberateOutcome,
): CaseResult {
  if (isDeepStrictEqual(expected, got)) return { ...about, status: "passed" };
  const entry = deliberateCase(about);
  if (entry !== undefined && isDeepStrictEqual(entry.ours, got)) {
    return { ...about, status: "deliberate", rules: [], details: [entry.reason] };
  }
  return rule === undefined
    ? { ...about, status: "failed", details: jsonDiff(expected, got) }
    : { ...about, status: "deliberate", rules: [rule], details: [reasonOf(rule)] };
}

function attempt(suite: Suite, testCase: unknown): DeliberateOutcome {
  if (!isPlainObject(testCase)) return { expected: "a case", got: testCase };
  try {
    return suite(testCase);
  } catch (error) {
    return { expected: "an answer", got: error instanceof Error ? error.message : String(error) };
  }
}

/** Not every case has an id; one of those is known by what it is about, or by its place. */
function idOf(testCase: KubeObject, index: number): string {
  const names = ["id", "name", "kind", "input"].map((key) => textAt(testCase, key));
  return names.find((name) => name !== "") ?? `[${index}]`;
}
