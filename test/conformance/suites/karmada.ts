import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import {
  assignAsKarmada,
  divideRoom,
  type KarmadaAssignment,
  type KarmadaCluster,
  type KarmadaStrategy,
} from "../original/karmada/assignment";
import { apportionAsKarmada, type KarmadaTieBreak } from "../original/karmada/apportionment";
import {
  dispenseAsKarmada,
  divideCompletionsAsKarmada,
} from "../../../provider/migration/karmada/replicas/dispense";
import type { KubeObject } from "../../../provider/core/model";
import { planReplicas } from "../../../provider/core/replicas/plan";
import type { Outcome, Suite } from "../outcome";
import { listAt, mapAt, mapsAt, textAt } from "../reading";

/**
 * Karmada's division, karmada-division-cases.json: each case has `input` and `expected`. Its suites about
 * selecting clusters and about other projects are not about division.
 */
export const karmadaSuites: Readonly<Record<string, Suite>> = {
  "karmada.webster": answer("seats", (input) => {
    const seats = apportionAsKarmada({
      replicas: Number(input.newSeats),
      weights: countsAt(input, "votes"),
      initial: countsAt(input, "initial"),
      tieBreak: tieBreakAt(input),
    });
    return Object.keys(seats).length === 0 ? null : seats;
  }),
  "karmada.dispenser": answer("replicas", (input) =>
    dispenseAsKarmada({
      replicas: Number(input.replicas),
      weights: countsAt(input, "weights"),
      initial: countsAt(input, "initial"),
      uid: textAt(input, "uid"),
    }),
  ),
  "karmada.assign": answer("replicas", assign),
  "karmada.dynamicDivide": answer("replicas", (input) =>
    divideRoom({
      strategy: strategyAt(input),
      replicas: Number(input.targetReplicas),
      rooms: mapsAt(input, "available").map((room): [string, number] => [
        textAt(room, "name"),
        Number(room.replicas),
      ]),
    }),
  ),
  // The planner lists every cluster anyway; Karmada adds the empty ones in a step of its own.
  "karmada.attachZero": answer("replicas", (input) => {
    const selected = listAt(input, "selected").map(String);
    return {
      ...Object.fromEntries(selected.map((name) => [name, 0])),
      ...countsAt(input, "targets"),
    };
  }),
  "karmada.jobCompletions": answer("completions", (input) => {
    const { completions } = input;
    if (typeof completions !== "number") throw new Error("completions must be a number");
    return divideCompletionsAsKarmada({ completions, parallelism: countsAt(input, "parallelism") });
  }),
  "kubefed.planner": ({ input, expected }) => {
    const { replicas, overflow } = planReplicas(divisionOf(isPlainObject(input) ? input : {}));
    return { expected, got: { plan: replicas, overflow } };
  },
};

/** A suite whose answers are under a field, or are `{ error: true }`; `anyOf` leaves a choice. */
function answer(field: string, compute: (input: KubeObject) => unknown): Suite {
  return (testCase): Outcome => {
    const [input, expected] = [mapAt(testCase, "input"), mapAt(testCase, "expected")];
    const got = attempt(() => compute(input));
    const choices = listAt(expected, "anyOf");
    const chosen = choices.find((choice) => isDeepStrictEqual(choice, got));
    if (chosen !== undefined) return { expected: chosen, got };
    return { expected: expected.error === true ? FAILED : expected[field], got };
  };
}

const FAILED = { error: true };

function attempt(compute: () => unknown): unknown {
  try {
    return compute();
  } catch (error) {
    // A message of its own says that the planner itself is broken, which no case expects.
    const isBug = error instanceof Error && error.message.startsWith("bug in kubefed");
    if (isBug) throw error;
    return FAILED;
  }
}

/** Karmada's entry point, or one of its strategies by itself. */
function assign(input: KubeObject): Record<string, number> {
  const isEntry = textAt(input, "fn") === "AssignReplicas" || textAt(input, "fn") === "";
  const assignment = assignmentAt(input);
  if (isEntry && assignment.clusters.length === 0) throw new Error("no clusters");
  if (isEntry && assignment.replicas === 0) {
    return assignAsKarmada({ ...assignment, strategy: "NonWorkload" });
  }
  const assigned = assignAsKarmada(assignment);
  if (input.dropZero !== true) return assigned;
  return Object.fromEntries(Object.entries(assigned).filter(([, replicas]) => replicas > 0));
}

function assignmentAt(input: KubeObject): KarmadaAssignment {
  return {
    strategy: strategyAt(input),
    mode: textAt(input, "mode") === "Fresh" ? "Fresh" : "Steady",
    replicas: Number(input.replicas),
    clusters: mapsAt(input, "clusters").map(clusterOf),
    staticWeights: mapsAt(input, "staticWeights").map((rule) => ({
      clusterNames: listAt(rule, "clusterNames").map(String),
      weight: Number(rule.weight),
    })),
    previous: countsAt(input, "previous"),
    overflow: input.overflow === true,
    uid: textAt(input, "uid"),
  };
}

function clusterOf(cluster: KubeObject): KarmadaCluster {
  const numbers = ["allocatable", "available", "overflowOrder"].flatMap((key) => {
    const value = cluster[key];
    return typeof value === "number" ? [[key, value] as const] : [];
  });
  return { name: textAt(cluster, "name"), ...Object.fromEntries(numbers) };
}

const strategies: readonly KarmadaStrategy[] = [
  ...(["Aggregated", "Duplicated", "DynamicWeight", "NonWorkload", "StaticWeight"] as const),
];

function strategyAt(input: KubeObject): KarmadaStrategy {
  const found = strategies.find((strategy) => strategy === input.strategy);
  if (found === undefined) throw new Error(`${textAt(input, "strategy")} is no strategy`);
  return found;
}

function tieBreakAt(input: KubeObject): KarmadaTieBreak {
  const { tieBreak } = input;
  return tieBreak === "nameAsc" || tieBreak === "nameDesc" ? tieBreak : "default";
}

function countsAt(of: KubeObject, key: string): Record<string, number> {
  return Object.fromEntries(Object.entries(mapAt(of, key)).map(([name, n]) => [name, Number(n)]));
}

function divisionOf(input: KubeObject): Parameters<typeof planReplicas>[0] {
  const preferences = mapAt(input, "preferences");
  return {
    key: textAt(input, "key"),
    clusters: listAt(input, "availableClusters").map(String),
    totalReplicas: Number(input.totalReplicas),
    rebalance: input.rebalance === true,
    preferences: Object.fromEntries(
      Object.keys(preferences).map((name) => [name, countsAt(preferences, name)]),
    ),
    current: countsAt(input, "current"),
    capacity: countsAt(input, "capacity"),
  };
}
