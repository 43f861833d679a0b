import type { Issue } from "../issue";
import type { Candidate } from "./candidate";
import type { Topology, WebsterOptions } from "./websterOptions";

/** What every algorithm divides. All numbers are valid: integers from 0, with a safe sum of weights. */
export interface Division {
  /** Sorted by name; each name once. */
  readonly candidates: readonly Candidate[];
  readonly totalReplicas: number;
  /** Whether running replicas may move; each algorithm says for what reason. */
  readonly rebalance: boolean;
  /** `namespace/name` of the workload, so that ties do not always favour the same cluster. */
  readonly key: string;
  /** What only Webster's method knows. */
  readonly options?: WebsterOptions;
  readonly topology?: Topology;
}

/** What one candidate gets. */
export interface Decision {
  readonly replicas: number;
  /** Replicas that its capacity refused and that it should get all the same, should room appear. */
  readonly overflow: number;
}

/** The outcome of an algorithm: one decision for each candidate, in the order of the candidates. */
export interface Divided {
  readonly decisions: readonly Decision[];
  /** How many of the total no cluster may take. */
  readonly unplaced: number;
}

/** The same with its reasons, which are only put into words when somebody wants to know them. */
export interface Explicable extends Divided {
  /** Why the candidate at this place gets what it gets: one sentence to be checked with a pencil. */
  readonly explain: (place: number) => string;
  /** What there is to say about the division as a whole, one sentence each. */
  readonly notes?: () => readonly string[];
  /** The division that the decisions answer, where its limits are narrower than was asked. */
  readonly answered?: Division;
  /** What makes it no division that anybody asked for. */
  readonly issues?: readonly Issue[];
}

/**
 * Throws `bug in kubefed: …` when an algorithm breaks what all of them promise: one decision for each
 * candidate, the sum, each cluster's limits, and the minimums where all of them fit.
 */
export function assertDivided(
  asked: Division,
  divided: Divided & Pick<Explicable, "answered">,
): void {
  const division = divided.answered ?? asked;
  const fault = faultOf(division, divided);
  if (fault === undefined) return;
  const { decisions, unplaced } = divided;
  const report = JSON.stringify({ division, divided: { decisions, unplaced } });
  throw new Error(`bug in kubefed: ${fault}; please report it with ${report}`);
}

function faultOf(division: Division, { decisions, unplaced }: Divided): string | undefined {
  const { candidates, totalReplicas } = division;
  if (decisions.length !== candidates.length) return "candidates and decisions do not match";
  let placed = 0;
  let minimums = 0;
  let isShort = false;
  let i = 0;
  for (const candidate of candidates) {
    const replicas = replicasOf(decisions[i++]);
    if (!isWithin(replicas, candidate)) {
      return "a cluster is above its maximum or capacity, or below 0";
    }
    const floor = Math.min(candidate.minReplicas, candidate.maxReplicas, candidate.capacity);
    placed += replicas;
    minimums += floor;
    isShort ||= replicas < floor;
  }
  if (unplaced < 0 || placed + unplaced !== totalReplicas) return "the sum is not the total";
  const mustFit = minimums <= totalReplicas;
  return mustFit && isShort ? "a cluster is below its minimum though all minimums fit" : undefined;
}

/** No number where there is no decision, which no limit allows. */
function replicasOf(decision: Decision | undefined): number {
  return decision?.replicas ?? NaN;
}

/** Also false for what is no number. */
function isWithin(replicas: number, { maxReplicas, capacity }: Candidate): boolean {
  return replicas >= 0 && replicas <= Math.min(maxReplicas, capacity);
}
