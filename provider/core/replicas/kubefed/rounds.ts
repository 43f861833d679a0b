import { askFor, type Ask } from "./ask";
import type { Tally } from "./tally";

/** What is left to divide by weight, and between which clusters. */
export interface WeightedDivision {
  /** In KubeFed's order. */
  readonly line: readonly Tally[];
  readonly left: number;
}

interface Round {
  readonly left: number;
  /** The clusters that no limit has cut. */
  readonly open: readonly Tally[];
  /** False when the round changed nothing, so that another would not either. */
  readonly hasMoved: boolean;
}

/**
 * KubeFed's rounds: divides what is left of the total over the clusters in line, writes what each gets
 * into its tally, and returns how many replicas stay unplaced.
 *
 * In a round every open cluster asks for its part of what was left when the round began, rounded up, and
 * gets it as far as replicas last. A cluster that a limit cuts leaves; what it did not take is divided in
 * the next round. So each round divides everything, or closes a cluster, or counts kept replicas.
 */
export function divideByWeight({ line, left }: WeightedDivision): number {
  let round: Round = { left, open: line, hasMoved: true };
  while (round.hasMoved && round.left > 0) round = playRound(round);
  return round.left;
}

function playRound({ open: line, left: toDivide }: Round): Round {
  let weights = 0;
  for (const { candidate } of line) weights += candidate.weight;
  const open: Tally[] = [];
  let left = toDivide;
  let hasMoved = false;
  let ask: Ask | undefined;
  for (const tally of line) {
    const { weight } = tally.candidate;
    // Equal weights stand together and ask for the same: one division serves them all.
    if (ask?.weight !== weight) ask = askFor({ weight, weights, toDivide });
    const { replicas: had, uncounted } = tally;
    const isCut = takeTurn(tally, { ask, left });
    if (!isCut) open.push(tally);
    left -= tally.replicas - had;
    hasMoved ||= tally.replicas > had || tally.uncounted < uncounted;
  }
  return { left, open, hasMoved };
}

/** Gives a cluster what it asks for as far as it goes; true when its limits cut it. */
function takeTurn(
  tally: Tally,
  { ask, left }: { readonly ask: Ask; readonly left: number },
): boolean {
  const { maxReplicas, capacity } = tally.candidate;
  const offered = Math.min(ask.replicas, left);
  const kept = Math.min(offered, tally.uncounted);
  const wanted = tally.replicas + offered - kept;
  const allowed = Math.min(wanted, maxReplicas);
  tally.uncounted -= kept;
  tally.replicas = Math.min(allowed, capacity);
  tally.refused = allowed - tally.replicas;
  tally.lastTurn = { ask, offered, kept, wanted, previous: tally.lastTurn };
  return tally.replicas < wanted;
}
