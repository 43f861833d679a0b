import type { Tally, Turn } from "./tally";

/**
 * The sentence for a cluster: its replicas, then how KubeFed's rules lead there, with every number that
 * decided. It can be checked with a pencil: start at 0, follow it from left to right, arrive at its first
 * number.
 */
export function explainTally(tally: Tally, totalReplicas: number): string {
  const { replicas, refused, overflow } = tally;
  const steps = minimumStep(tally) + keptStep(tally) + turnSteps(tally, tally.lastTurn);
  const sentence = `${replicas} of ${totalReplicas}: ${steps}`;
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
  if (minReplicas === 0) return "";
  if (minimum === minReplicas) return `minimum ${minReplicas}, then `;
  const cut = minimum === capacity ? cutToCapacity(capacity) : cutToLeft(minimum, place);
  return `minimum ${minReplicas}${cut}, then `;
}

function keptStep({ candidate, minimum, kept, place }: Tally): string {
  const { current, maxReplicas, capacity } = candidate;
  if (kept === undefined) return "";
  const replicas = minimum + kept;
  let cut = "";
  if (replicas === current) cut = "";
  else if (replicas === capacity) cut = cutToCapacity(capacity);
  else cut = replicas === maxReplicas ? cutToMaximum(maxReplicas) : cutToLeft(kept, place);
  return `keeps its current ${current}${cut}, then `;
}

function turnSteps(tally: Tally, turn: Turn | undefined): string {
  if (turn === undefined) return noTurnStep(tally);
  const { ask, previous } = turn;
  if (previous === undefined) return ask.because + turnCuts(tally, turn);
  const before = turnSteps(tally, previous);
  // A later round passes by a cluster that asks for nothing or finds nothing left.
  return turn.offered === 0 ? before : `${before}, then ${ask.because}${turnCuts(tally, turn)}`;
}

function noTurnStep({ candidate }: Tally): string {
  return candidate.weight === 0
    ? "weight 0 asks for nothing"
    : "nothing is left to divide by weight";
}

function turnCuts({ candidate, place }: Tally, { ask, offered, kept, wanted }: Turn): string {
  const { maxReplicas, capacity } = candidate;
  let cuts = "";
  if (offered < ask.replicas) cuts += cutToLeft(offered, place);
  if (kept > 0) cuts += `, of which it has ${kept} already`;
  if (wanted > maxReplicas) cuts += cutToMaximum(maxReplicas);
  if (Math.min(wanted, maxReplicas) > capacity) cuts += cutToCapacity(capacity);
  return cuts;
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
