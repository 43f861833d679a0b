import type { KubeObject } from "../../../provider/core/model";
import type { CaseResult, ConformanceCase } from "../caseResult";
import { reasonOf } from "../deliberate";
import { formatJson } from "../jsonDiff";
import { type Explained, type Replay, replay } from "../live/replay";
import { readRecording, readScenario, type Recording, type Scenario } from "../live/scenario";
import { mapsAt } from "../reading";
import { judgeFederateFile } from "./federate";

/** The groups of scenarios that a plan answers. */
const planned = new Set([
  "kind",
  "metadata",
  "namespace",
  "override",
  "override-list",
  "placement",
  "retention",
  "rsp-plan",
]);

/** Why the other groups have nothing to do with a plan. */
const notPlanned: Readonly<Record<string, string>> = {
  adoption: "what is done with objects that somebody else made is decided at update, not in a plan",
  deletion: "how objects are deleted is decided at update, not in a plan",
  federate: "reads a live host cluster",
  health: "needs clusters that fail while a controller looks on",
  rsp: "needs a controller that follows running pods",
  "rsp-capacity": "needs a controller that follows running pods",
};

/** The scenarios of a file that records what the original did on live clusters. */
export function readScenarios(file: KubeObject): ConformanceCase[] {
  const recording = readRecording(file);
  return mapsAt(file, "cases").map((testCase) => {
    const scenario = readScenario(testCase);
    const about = { suite: "live", id: scenario.id, group: scenario.group };
    const reason = notApplicable(scenario);
    const { suite, id } = about;
    if (scenario.group === "federate-file") {
      return { suite, id, run: () => judgeFederateFile(testCase) };
    }
    return {
      suite,
      id,
      run: (): CaseResult =>
        judge(about, reason === undefined ? attempt(scenario, recording) : { reason }),
    };
  });
}

function notApplicable({ group, steps }: Scenario): string | undefined {
  if (planned.has(group)) return steps.length === 0 ? "there are no steps" : undefined;
  return (Object.hasOwn(notPlanned, group) ? notPlanned[group] : undefined) ?? "an unknown group";
}

function judge(
  { group, ...about }: { readonly suite: string; readonly id: string; readonly group: string },
  replayed: Replay | { readonly error: string },
): CaseResult {
  if ("error" in replayed) return { ...about, status: "failed", details: [replayed.error] };
  if ("reason" in replayed) {
    return { ...about, status: "not applicable", reason: `${group}: ${replayed.reason}` };
  }
  const mistakes = replayed.differences.filter(({ rule }) => rule === undefined);
  if (mistakes.length > 0) return { ...about, status: "failed", details: mistakes.map(describe) };
  const rules = [...new Set(replayed.differences.flatMap(({ rule }) => rule ?? []))].sort();
  return rules.length === 0
    ? { ...about, status: "passed" }
    : { ...about, status: "deliberate", rules, details: rules.map(reasonOf) };
}

/** A scenario that cannot be read is a failure of that scenario, not of the file. */
function attempt(scenario: Scenario, recording: Recording): Replay | { readonly error: string } {
  try {
    return replay(scenario, recording);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function describe({ step, object, cluster, path, expected, got }: Explained): string {
  const place = [step, object, ...(cluster === undefined ? [] : ["on", cluster]), path].filter(
    (part) => part !== "",
  );
  return `${place.join(" ")}: expected ${formatJson(expected)}, got ${formatJson(got)}`;
}
