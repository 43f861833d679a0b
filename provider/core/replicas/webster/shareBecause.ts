import { formatQuotient } from "../kubefed/ask";
import type { Contender } from "./contender";
import { type Hold, holdOf, type Scene } from "./scene";
import { claimStep, type GroupStanding, standingBeside } from "./standing";
import type { WebsterOutcome } from "./websterOutcome";

/**
 * Why a cluster gets its share.
 *
 * Example: `share 6.75 by weight 3 of 4, rounded by Webster; at most 8 by maxReplicas`.
 */
export function explainShare(scene: Scene, contender: Contender): string {
  const isFilling = scene.outcome.division.options?.strategy === "aggregated";
  return isFilling ? explainFilling(contender) : groupStep(scene) + ownStep(scene, contender);
}

function explainFilling({ group, candidate, unspread, least, most }: Contender): string {
  const { capacity, maxReplicas } = candidate;
  if (unspread === least) return `not needed: others before it have the room${atLeast(least)}`;
  const room = Math.min(capacity, maxReplicas);
  const line = `number ${group + 1} to be filled, with room for ${Number.isFinite(room) ? room : "all"}`;
  return unspread === most && unspread === room ? `${line}: full` : `${line}: gets what is left`;
}

function groupStep({ outcome, standing, isOnly, placed }: Scene): string {
  const short = outcome.isShort ? "the minimums do not fit and are the most that each gets; " : "";
  return isOnly ? short : `${short}group ${(standing.members[0]?.group ?? 0) + 1} gets ${placed}: `;
}

function ownStep(scene: Scene, contender: Contender): string {
  if (contender.weight === 0) return explainNoWeight(scene.outcome, contender);
  const hold = holdOf(scene.standing, contender);
  if (scene.weights === 0) return `all that there is room for${limitWords(contender, hold)}`;
  return hold === undefined ? freeStep(scene, contender) : heldStep(scene, { contender, hold });
}

function freeStep({ outcome, standing, rest, weights }: Scene, contender: Contender): string {
  const { weight } = contender;
  const share = (rest * weight) / weights;
  const left = rest === outcome.division.totalReplicas ? "" : ` of the ${rest} left`;
  const by = `by ${wordFor(outcome)} ${weight} of ${weights}`;
  const rounded = roundingStep({ share, contender, standing });
  return `share ${formatQuotient(share)} ${by}${left}${rounded}${otherLimits(contender)}`;
}

function heldStep(
  { outcome, rest, weights }: Scene,
  { contender, hold }: { readonly contender: Contender; readonly hold: Hold },
): string {
  const word = wordFor(outcome);
  const share = formatQuotient((rest * contender.weight) / weights);
  const by = `by ${word} ${contender.weight} where ${word} ${weights} gets ${rest}`;
  return `share ${share} ${by}${limitWords(contender, hold)}`;
}

function roundingStep(about: {
  readonly share: number;
  readonly contender: Contender;
  readonly standing: GroupStanding;
}): string {
  const { share, contender, standing } = about;
  const { unspread } = contender;
  if (share === unspread) return "";
  const isMore = unspread > share;
  if (Math.abs(share - unspread) < 0.5) return ", rounded by Webster";
  const step = claimStep(contender, { isMore, standing: standingBeside(standing, contender) });
  return `, rounded ${isMore ? "up" : "down"} by Webster${step === "" ? "" : `: ${step}`}`;
}

function explainNoWeight(outcome: WebsterOutcome, { unspread, candidate }: Contender): string {
  const strategy = outcome.division.options?.strategy;
  const isUnknown = strategy === "byCapacity" && candidate.capacity === Infinity;
  const none = isUnknown ? "its capacity is not known, so it gets" : `${wordFor(outcome)} 0 gets`;
  return unspread === 0 ? `${none} nothing` : `${none} its minReplicas ${unspread}`;
}

function limitWords({ candidate, unspread }: Contender, hold: Hold): string {
  if (hold === "below") return `, raised to its minReplicas ${unspread}`;
  const { capacity, maxReplicas, minReplicas } = candidate;
  if (unspread === maxReplicas) return `, cut to its maxReplicas ${unspread}`;
  if (unspread === capacity) return `, cut to its capacity ${unspread}`;
  return unspread === minReplicas ? `, cut to its minReplicas ${unspread}` : "";
}

function otherLimits({ candidate, floor, unspread }: Contender): string {
  const { maxReplicas, capacity } = candidate;
  const most = Math.min(maxReplicas, capacity);
  const name = maxReplicas <= capacity ? "maxReplicas" : "capacity";
  const above = Number.isFinite(most) && most >= unspread ? `; at most ${most} by ${name}` : "";
  return above + atLeast(floor);
}

function atLeast(floor: number): string {
  return floor === 0 ? "" : `; at least ${floor} by minReplicas`;
}

function wordFor({ division }: WebsterOutcome): string {
  return division.options?.strategy === "byCapacity" ? "capacity" : "weight";
}
