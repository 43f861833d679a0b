import type { ReplicasToPlan } from "../../provider/core/replicas/plan";

/** A source of whole numbers from 0 up to but not including `below`. */
export type Dice = (below: number) => number;

/** Dice that fall the same way for the same seed (mulberry32). */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** What preferences and observations a division has. */
export type Shape = "even" | "weights" | "limits" | "running";

export const SHAPES: readonly Shape[] = ["even", "weights", "limits", "running"];

/** What KubeFed's planner knows of a division, and ours all the more. */
export type PlannerInput = Required<
  Pick<
    ReplicasToPlan,
    | "algorithm"
    | "capacity"
    | "clusters"
    | "current"
    | "key"
    | "preferences"
    | "rebalance"
    | "totalReplicas"
  >
>;

/** A division over `clusters` clusters, named and sorted as a placement gives them. */
export function divisionOf(request: {
  readonly clusters: number;
  readonly totalReplicas: number;
  readonly shape: Shape;
  readonly dice: Dice;
}): PlannerInput {
  const { totalReplicas, shape, dice } = request;
  const clusters = Array.from(
    { length: request.clusters },
    (_, i) => `member-${String(i).padStart(4, "0")}`,
  );
  const part = Math.max(2, Math.ceil(totalReplicas / request.clusters));
  const isRunning = shape === "running";
  return {
    algorithm: "kubefed",
    key: "shop/web",
    clusters,
    totalReplicas,
    rebalance: isRunning && dice(2) === 0,
    preferences: preferencesFor({ clusters, shape, dice, part }),
    current: isRunning ? numbersFor(clusters, () => dice(3 * part)) : {},
    capacity: isRunning ? numbersFor(clusters, () => part + dice(2 * part)) : {},
  };
}

function preferencesFor(request: {
  readonly clusters: readonly string[];
  readonly shape: Shape;
  readonly dice: Dice;
  readonly part: number;
}): PlannerInput["preferences"] {
  const { clusters, shape, dice, part } = request;
  if (shape === "even" || shape === "running") return { "*": { weight: 1 } };
  return Object.fromEntries(
    clusters.map((name) => {
      const weight = 1 + dice(10);
      const minReplicas = dice(part);
      const limits = { minReplicas, maxReplicas: minReplicas + dice(3 * part) };
      return [name, shape === "weights" ? { weight } : { weight, ...limits }];
    }),
  );
}

function numbersFor(clusters: readonly string[], number: () => number): Record<string, number> {
  return Object.fromEntries(clusters.map((name) => [name, number()]));
}
