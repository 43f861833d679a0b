import type { ReplicaPreference } from "../../../../provider/core/model";
import type { ReplicasToPlan } from "../../../../provider/core/replicas/plan";

/** What `planReplicas` gives, as far as the rules of the planner decide it. */
export interface NaivePlan {
  readonly replicas: ReadonlyMap<string, number>;
  readonly overflow: ReadonlyMap<string, number>;
}

/**
 * KubeFed's rules once more, as the reference states them: plain maps, big integers, one function a rule.
 * It shares nothing with our code but the rules. Slow, and easy to compare with the text.
 */
export function planNaively(args: ReplicasToPlan): NaivePlan {
  const state = start(args);
  giveMinimums(state);
  if (args.rebalance !== true) preallocate(state);
  while (state.remaining > 0 && playRound(state));
  const trimmed = [...state.overflow].map(([name, over]): [string, number] => [
    name,
    args.rebalance === true ? over : Math.min(over, state.remaining),
  ]);
  return { replicas: state.plan, overflow: new Map(trimmed.filter(([, over]) => over > 0)) };
}

/** FNV-1 by its definition: multiply, keep 32 bits, XOR the next byte. */
export function naiveHash(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  return bytes.reduce((hash, byte) => ((hash * 16777619n) % 2n ** 32n) ^ BigInt(byte), 2166136261n);
}

interface State {
  readonly preferences: ReadonlyMap<string, ReplicaPreference>;
  readonly current: ReadonlyMap<string, number>;
  readonly capacity: ReadonlyMap<string, number>;
  readonly plan: Map<string, number>;
  readonly preallocated: Map<string, number>;
  readonly overflow: Map<string, number>;
  open: string[];
  remaining: number;
}

function start(args: ReplicasToPlan): State {
  const given = new Map(Object.entries(args.preferences ?? {}));
  if (given.size === 0) given.set("*", { weight: 1 });
  const preferences = new Map<string, ReplicaPreference>();
  for (const name of args.clusters) {
    const preference = given.get(name) ?? given.get("*");
    if (preference !== undefined) preferences.set(name, preference);
  }
  const hash = (name: string): number => Number(naiveHash(name + (args.key ?? "")));
  const weight = (name: string): number => preferences.get(name)?.weight ?? 0;
  return {
    preferences,
    current: new Map(Object.entries(args.current ?? {})),
    capacity: new Map(Object.entries(args.capacity ?? {})),
    plan: new Map(args.clusters.map((name) => [name, 0])),
    preallocated: new Map(),
    overflow: new Map(),
    open: [...preferences.keys()].sort((a, b) => weight(b) - weight(a) || hash(a) - hash(b)),
    remaining: args.totalReplicas,
  };
}

function giveMinimums(state: State): void {
  for (const name of state.open) {
    const minimum = state.preferences.get(name)?.minReplicas ?? 0;
    give(state, { name, extra: Math.min(minimum, state.remaining, capacityOf(state, name)) });
  }
}

function preallocate(state: State): void {
  for (const name of state.open) {
    const runs = state.current.get(name) ?? 0;
    const planned = state.plan.get(name) ?? 0;
    if (runs <= planned) continue;
    const target = Math.min(runs, maximumOf(state, name), capacityOf(state, name));
    const extra = Math.max(0, Math.min(target - planned, state.remaining));
    give(state, { name, extra });
    state.preallocated.set(name, extra);
  }
}

/** One pass over the open clusters; true when something changed. */
function playRound(state: State): boolean {
  const weightOf = (name: string): number => state.preferences.get(name)?.weight ?? 0;
  const weights = state.open.reduce((sum, name) => sum + weightOf(name), 0);
  if (weights === 0) return false;
  const atStart = state.remaining;
  let isChanged = false;
  state.open = state.open.filter((name) => {
    const asked = ceiling(BigInt(atStart) * BigInt(weightOf(name)), BigInt(weights));
    const due = Math.min(asked, state.remaining);
    const reserve = state.preallocated.get(name) ?? 0;
    const used = Math.min(due, reserve);
    state.preallocated.set(name, reserve - used);
    const before = state.plan.get(name) ?? 0;
    const isFull = raise(state, { name, to: before + due - used });
    if (used > 0 || (state.plan.get(name) ?? 0) > before) isChanged = true;
    return !isFull;
  });
  return isChanged;
}

/** Raises a cluster's plan as far as its limits allow; true when they cut it. */
function raise(
  state: State,
  { name, to }: { readonly name: string; readonly to: number },
): boolean {
  let target = to;
  if (target > maximumOf(state, name)) target = maximumOf(state, name);
  const capacity = capacityOf(state, name);
  if (target > capacity) {
    state.overflow.set(name, target - capacity);
    target = capacity;
  }
  give(state, { name, extra: target - (state.plan.get(name) ?? 0) });
  return target < to;
}

function give(
  state: State,
  { name, extra }: { readonly name: string; readonly extra: number },
): void {
  state.plan.set(name, (state.plan.get(name) ?? 0) + extra);
  state.remaining -= extra;
}

function maximumOf(state: State, name: string): number {
  return state.preferences.get(name)?.maxReplicas ?? Infinity;
}

function capacityOf(state: State, name: string): number {
  return state.capacity.get(name) ?? Infinity;
}

function ceiling(product: bigint, divisor: bigint): number {
  const whole = product / divisor;
  return Number(whole * divisor === product ? whole : whole + 1n);
}
