import { explainAsk } from "./ask";
import type { Tally, Turn } from "./tally";

/**
 * The sentence for a cluster: its replicas, then how KubeFed's rules lead there, with every number that
 * decided. It can be checked with a pencil: start at 0, follow it from left to right, arrive at its first
 * number.
 */
export function explainTally(tally: Tally, totalReplicas: number): string {
  const { candidate, kept, lastTurn, replicas, refused, overflow } = tally;
  // Every "+" costs: thousands of sentences are written, so none is spent on a step that is not there.
  let sentence = `${replicas} of ${totalReplicas}: `;
  if (candidate.minReplicas > 0) sentence += minimumStep(tally);
  if (kept !== undefined) sentence += keptStep(tally, kept);
  sentence =
    lastTurn === undefined
      ? sentence + noTurnStep(tally)
      : addTurns({ sentence, tally, totalReplicas }, lastTurn);
  if (overflow === 0) return sentence;
  const part = overflow === refused ? `the ${refused}` : `${overflow} of the ${refused}`;
  return `${sentence}, and ${part} above it as overflow`;
}

/** The sentence for a cluster that no preference names, where there is none for `*` either. */
export function explainNoPreference(totalReplicas: number): string {
  return `0 of ${totalReplicas}: no preference names it and there is none for "*"`;
}

function minimumStep({ candidate, minimum, place }: Tally): string {
  const { minReplicas, capacity } = candidate;
  if (minimum === minReplicas) return `minimum ${minReplicas}, then `;
  const cut = minimum === capacity ? cutToCapacity(capacity) : cutToLeft(minimum, place);
  return `minimum ${minReplicas}${cut}, then `;
}

function keptStep({ candidate, minimum, place }: Tally, kept: number): string {
  const { current, maxReplicas, capacity } = candidate;
  const replicas = minimum + kept;
  let cut = "";
  if (replicas === current) cut = "";
  else if (replicas === capacity) cut = cutToCapacity(capacity);
  else cut = replicas === maxReplicas ? cutToMaximum(maxReplicas) : cutToLeft(kept, place);
  return `keeps its current ${current}${cut}, then `;
}

function noTurnStep({ candidate }: Tally): string {
  return candidate.weight === 0
    ? "weight 0 asks for nothing"
    : "nothing is left to divide by weight";
}

interface Start {
  readonly sentence: string;
  readonly tally: Tally;
  readonly totalReplicas: number;
}

function addTurns(start: Start, turn: Turn): string {
  const { tally, totalReplicas } = start;
  const { ask, offered, kept, wanted, previous } = turn;
  const { maxReplicas, capacity } = tally.candidate;
  let { sentence } = start;
  if (previous !== undefined) {
    sentence = addTurns(start, previous);
    // A later round passes by a cluster that asks for nothing or finds nothing left.
    if (offered === 0) return sentence;
    sentence += ", then ";
  }
  // Equal weights ask for the same, so one cluster finds the words for all of them.
  sentence += ask.because ??= explainAsk(ask, totalReplicas);
  if (offered < ask.replicas) sentence += cutToLeft(offered, tally.place);
  if (kept > 0) sentence += `, of which it has ${kept} already`;
  if (wanted > maxReplicas) sentence += cutToMaximum(maxReplicas);
  if (Math.min(wanted, maxReplicas) > capacity) sentence += cutToCapacity(capacity);
  return sentence;
}

function cutToMaximum(replicas: number): string {
  return `, cut to its maximum ${replicas}`;
}

function cutToCapacity(replicas: number): string {
  return `, cut to its capacity ${replicas}`;
}

function cutToLeft(replicas: number, place: number): string {
  return `, cut to the ${replicas} left for number ${place} by weight and hash`;
}
