import { expect } from "chai";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { KubeObject } from "../../../provider/core/model";
import type { CaseResult } from "../caseResult";
import { conformanceFiles } from "../files";
import { mapAt, mapsAt, textAt } from "../reading";
import { readScenarios } from "../suites/live";
import { isRecording } from "./scenario";

const recordings = [...conformanceFiles.values()].filter(isPlainObject).filter(isRecording);

/** What becomes of one scenario of a recording. */
function resultOf(file: KubeObject, testCase: KubeObject): CaseResult {
  const result = readScenarios({ ...file, cases: [testCase] })[0]?.run();
  if (result === undefined) throw new Error("the recording has no such case");
  return result;
}

/** A place in a recorded object, and the scenario with another value there. */
interface Mutation {
  readonly scenario: string;
  readonly kind: string;
  readonly place: string;
  readonly mutated: KubeObject;
}

/** Every scenario with one recorded value changed, for every value that a scenario records. */
function mutationsOf(testCase: KubeObject): Mutation[] {
  const mutations: Mutation[] = [];
  for (const [path, value] of leavesOf(testCase, [])) {
    const members = path.indexOf("members");
    const [cluster, field] = [path[members + 1], path[members + 2]];
    if (path[2] !== "observed" || members < 0 || cluster === undefined) continue;
    // What no plan decides: the counts of a controller, its revision, what each cluster assigned.
    const isTheirs = field === "status" || path.includes("deployment.kubernetes.io/revision");
    if (isTheirs || value === "<assigned>" || value === null) continue;
    const place = path.slice(members + 2).map((step) => (/^\d+$/.test(step) ? "*" : step));
    const observed = read(testCase, path.slice(0, members + 2));
    mutations.push({
      scenario: textAt(testCase, "id"),
      kind: textAt(isPlainObject(observed) ? observed : {}, "kind"),
      place: place.join("/"),
      mutated: mapAt({ root: replaced(testCase, path, another(value)) }, "root"),
    });
  }
  return mutations;
}

function leavesOf(value: unknown, path: readonly string[]): [readonly string[], unknown][] {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) return [[path, value]];
  return entries.flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

function read(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (Array.isArray(at) ? at[Number(key)] : isPlainObject(at) ? at[key] : undefined),
    value,
  );
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: unknown, at) => (String(at) === key ? replaced(item, rest, by) : item));
  }
  const map = isPlainObject(value) ? value : {};
  return { ...map, [key]: replaced(map[key], rest, by) };
}

function another(value: unknown): unknown {
  if (typeof value === "number") return value + 17;
  if (typeof value === "boolean") return !value;
  return typeof value === "string" ? `${value}-other` : { other: "thing" };
}

/** One mutation for each place of each kind in scenarios that end the same way. */
function distinctMutations(file: KubeObject): Mutation[] {
  const distinct = new Map<string, Mutation>();
  for (const testCase of mapsAt(file, "cases")) {
    const result = resultOf(file, testCase);
    if (result.status !== "passed" && result.status !== "deliberate") continue;
    const ending = result.status === "passed" ? [] : result.rules;
    for (const mutation of mutationsOf(testCase)) {
      const key = [...ending, mutation.kind, mutation.place].join(" ");
      if (!distinct.has(key)) distinct.set(key, mutation);
    }
  }
  return [...distinct.values()];
}

describe("a replay", function () {
  this.timeout(60_000);

  it("fails when any recorded value is another one, also where something differs on purpose", () => {
    const undetected = recordings.flatMap((file) =>
      distinctMutations(file).flatMap(({ scenario, kind, place, mutated }) =>
        resultOf(file, mutated).status === "failed" ? [] : [`${scenario}: ${kind} ${place}`],
      ),
    );
    expect(undetected).to.deep.equal([]);
  });

  it("fails when a member cluster lacks an object, or has one too many", () => {
    const undetected = recordings.flatMap((file) =>
      mapsAt(file, "cases").flatMap((testCase) => {
        if (resultOf(file, testCase).status !== "passed") return [];
        return ["kf-a", "kf-b", "kf-c"].flatMap((cluster) => {
          const path = ["steps", "0", "observed", "0", "members", cluster];
          const observed = read(testCase, path);
          if (observed === undefined) return [];
          const other = observed === null ? { kind: "ConfigMap", metadata: {} } : null;
          const mutated = mapAt({ root: replaced(testCase, path, other) }, "root");
          const isFound = resultOf(file, mutated).status === "failed";
          return isFound ? [] : [`${textAt(testCase, "id")} on ${cluster}`];
        });
      }),
    );
    expect(undetected).to.deep.equal([]);
  });

  it("fails when the original did not fail where we have an error", () => {
    const undetected = recordings.flatMap((file) =>
      mapsAt(file, "cases").flatMap((testCase) => {
        const result = resultOf(file, testCase);
        if (result.status !== "deliberate" || !result.rules.includes("override-stops-the-object"))
          return [];
        const succeeded = JSON.stringify(testCase).replace(/,"status":"[A-Za-z]+Failed"/g, "");
        const mutated = mapAt({ root: JSON.parse(succeeded) }, "root");
        return resultOf(file, mutated).status === "failed" ? [] : [textAt(testCase, "id")];
      }),
    );
    expect(undetected).to.deep.equal([]);
  });
});
