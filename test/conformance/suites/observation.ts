import { analyzePods } from "../../../provider/core/capacity/podAnalysis";
import { replicaState } from "../../../provider/core/capacity/replicaState";
import type { Suite } from "../outcome";
import { listAt, mapAt } from "../reading";

type Case = Parameters<Suite>[0];

/** When the cases are read: 2026-01-02T03:04:05Z. */
const nowSeconds = 1_767_323_045;

/** What is read from live workloads: plannerInputs and podAnalyzer of planner-cases.json. */
export const observationSuites: Readonly<Record<string, Suite>> = {
  plannerInputs: (testCase) => {
    const { current = absentCluster, capacity = "absent" } = replicaState({
      object: testCase.object ?? undefined,
      ...podsAt(testCase),
    });
    return {
      expected: [testCase.expectCurrent, testCase.expectCapacity],
      got: [current, capacity],
    };
  },
  podAnalyzer: (testCase) => {
    const pods = listAt(testCase, "pods").map(toPod);
    const analysis = analyzePods({ pods, nowSeconds });
    const { total, runningAndReady, unschedulable, recentlyUnschedulable } = analysis;
    return {
      expected: [testCase.expected, testCase.expectedStatus],
      got: [
        { Total: total, RunningAndReady: runningAndReady, Unschedulable: unschedulable },
        recentlyUnschedulable > 0 ? "NeedsRecheck" : "AllOK",
      ],
    };
  },
};

const absentCluster = "cluster absent from map";

function podsAt(testCase: Case): Pick<Parameters<typeof replicaState>[0], "pods"> {
  if (testCase.podAnalysis === undefined) return {};
  const { Total, RunningAndReady, Unschedulable } = mapAt(testCase, "podAnalysis");
  const pods = {
    total: Number(Total),
    runningAndReady: Number(RunningAndReady),
    unschedulable: Number(Unschedulable),
    recentlyUnschedulable: 0,
  };
  return { pods };
}

/** A pod from its description, such as `pending, PodScheduled=False/Unschedulable, transition 10m ago`. */
function toPod(description: unknown): object {
  const text = String(description);
  const [, type, status, reason] = /(\w+)=(\w+)(?:\/(\w+))?/.exec(text) ?? [];
  const [, minutes] = /transition (\d+)m ago/.exec(text) ?? [];
  const transition = new Date((nowSeconds - Number(minutes ?? 0) * 60) * 1000);
  const lastTransitionTime = transition.toISOString();
  const phase = text.startsWith("running") ? "Running" : "Pending";
  const conditions = type === undefined ? [] : [{ type, status, reason, lastTransitionTime }];
  return { status: { phase, conditions } };
}
