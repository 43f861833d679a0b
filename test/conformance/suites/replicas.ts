import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { ClusterOverride, ReplicaPreference } from "../../../provider/core/model";
import { fnv1 } from "../../../provider/core/replicas/kubefed/fnv1";
import { planJobs } from "../../../provider/core/replicas/jobs";
import { appliedReplicas, planReplicas } from "../../../provider/core/replicas/plan";
import { overrideReplicas } from "../original/replicaOverride";
import type { Outcome, Suite } from "../outcome";
import { listAt, mapAt, mapsAt, textAt } from "../reading";

type Case = Parameters<Suite>[0];

/**
 * Replicas: planner-cases.json. Its suites plannerInputs and podAnalyzer are about live objects and not
 * about planning.
 */
export const replicaSuites: Readonly<Record<string, Suite>> = {
  replicaPlanner: compareWithPlan,
  documented: compareWithPlan,
  derived: compareWithPlan,
  rspController: (testCase) => {
    const clusters = textsAt(testCase, "clustersGivenToPlanner");
    const applied = appliedReplicas(planReplicas({ ...divisionAt(testCase), clusters }));
    return {
      expected: {
        placement: [...textsAt(testCase, "expectedPlacementClusters")].sort(),
        replicas: testCase.expectedReplicasOverride,
      },
      got: { placement: Object.keys(applied), replicas: applied },
    };
  },
  updateOverridesMap: (testCase) => ({
    expected: valuesByPath(overridesAt(testCase, "after")),
    got: valuesByPath(
      overrideReplicas(overridesAt(testCase, "before"), numbersAt(testCase, "replicas")),
    ),
  }),
  jobPlanner: (testCase) => {
    const toDistribute = Number(testCase.toDistribute);
    const weights = Object.entries(numbersAt(testCase, "clusterWeights"));
    const plan = planJobs({
      clusters: textsAt(testCase, "clusters"),
      parallelism: toDistribute,
      completions: toDistribute,
      preferences: Object.fromEntries(weights.map(([name, weight]) => [name, { weight }])),
      key: textAt(testCase, "key"),
    });
    return { expected: testCase.expected, got: plan.parallelism };
  },
  fnv1_32: (testCase) => {
    const hash = fnv1(textAt(testCase, "input"));
    return {
      expected: { hash: testCase.hash, hex: testCase.hex },
      got: { hash, hex: hash.toString(16).padStart(8, "0") },
    };
  },
};

function compareWithPlan(testCase: Case): Outcome {
  const { expectedPlan, expectedOverflow, expectedAppliedReplicas: applied } = testCase;
  const plan = planReplicas(divisionAt(testCase));
  const { replicas, overflow } = plan;
  return applied === undefined
    ? { expected: [expectedPlan, expectedOverflow], got: [replicas, overflow] }
    : {
        expected: [expectedPlan, expectedOverflow, applied],
        got: [replicas, overflow, appliedReplicas(plan)],
      };
}

function divisionAt(testCase: Case): Parameters<typeof planReplicas>[0] {
  return {
    key: textAt(testCase, "key"),
    clusters: textsAt(testCase, "clusters"),
    totalReplicas: Number(testCase.totalReplicas),
    rebalance: testCase.rebalance === true,
    preferences: preferencesAt(testCase, "preferences"),
    current: numbersAt(testCase, "current"),
    capacity: numbersAt(testCase, "capacity"),
  };
}

function preferencesAt(testCase: Case, key: string): Record<string, ReplicaPreference> {
  const preferences = mapAt(testCase, key);
  return Object.fromEntries(
    Object.keys(preferences).map((name) => [name, numbersAt(preferences, name)]),
  );
}

function overridesAt(testCase: Case, key: string): Record<string, ClusterOverride[]> {
  const overrides = mapAt(testCase, key);
  return Object.fromEntries(
    Object.keys(overrides).map((name) => [
      name,
      mapsAt(overrides, name).map(({ path, value }) => ({ path: String(path), value })),
    ]),
  );
}

/** KubeFed's test compares paths and values only, in any order. */
function valuesByPath(overrides: Readonly<Record<string, readonly ClusterOverride[]>>): unknown {
  return Object.entries(overrides).map(([name, list]) => [
    name,
    Object.fromEntries(list.map(({ path, value }) => [path, value])),
  ]);
}

function textsAt(testCase: Case, key: string): string[] {
  return listAt(testCase, key).filter((value) => typeof value === "string");
}

function numbersAt(testCase: Case, key: string): Record<string, number> {
  const map = testCase[key];
  if (!isPlainObject(map)) return {};
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, Number(value)]));
}
