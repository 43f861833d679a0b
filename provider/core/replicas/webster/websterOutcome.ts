import { aggregate } from "./aggregate";
import { type Contender, enterContenders } from "./contender";
import type { Division } from "../division";
import { apportionInGroups, sumOf } from "../spread/inGroups";
import { keepWhatIs } from "../spread/keep";
import { type Spread, spreadOut } from "../spread/spread";

/** A finished division, as its sentences need it. */
export interface WebsterOutcome {
  readonly division: Division;
  readonly contenders: readonly Contender[];
  /** How many replicas the contenders share; with `duplicated`, what each of them is to have. */
  readonly placed: number;
  /** Whether the minimums alone are more than there is. */
  readonly isShort: boolean;
  readonly spread: Spread | undefined;
}

/** Works a division out. */
export function workOut(division: Division): WebsterOutcome {
  return division.options?.strategy === "duplicated" ? duplicate(division) : apportionAll(division);
}

/** How many replicas are to be placed over all clusters. */
export function wantedOf({ options, totalReplicas, candidates }: Division): number {
  return options?.strategy === "duplicated" ? totalReplicas * candidates.length : totalReplicas;
}

function duplicate(division: Division): WebsterOutcome {
  const contenders = enterContenders(division);
  for (const contender of contenders) {
    contender.least = 0;
    contender.replicas = contender.most;
  }
  const placed = division.totalReplicas;
  return { division, contenders, placed, isShort: false, spread: undefined };
}

function apportionAll(division: Division): WebsterOutcome {
  const contenders = enterContenders(division);
  const placed = Math.min(division.totalReplicas, sumOf(contenders, "most"));
  const isShort = sumOf(contenders, "least") > placed;
  if (isShort) contenders.forEach(shrinkToMinimum);
  contenders.forEach(limit);
  const isKept = keepWhatIs({ division, contenders, placed });
  if (division.options?.strategy === "aggregated") aggregate(contenders);
  apportionInGroups(contenders, placed);
  for (const contender of contenders) contender.unspread = contender.replicas;
  const spread = spreadAll({ division, contenders, placed, isKept });
  return { division, contenders, placed, isShort, spread };
}

function spreadAll(about: {
  readonly division: Division;
  readonly contenders: readonly Contender[];
  readonly placed: number;
  readonly isKept: boolean;
}): Spread | undefined {
  const { division, contenders, placed, isKept } = about;
  const constraint = division.options?.spread?.[0];
  if (constraint === undefined) return undefined;
  const limits = contenders.map(({ floor, ceiling }) => ({ floor, ceiling }));
  if (isKept) for (const contender of contenders) contender.replicas = contender.kept ?? 0;
  const spread = spreadOut({ contenders, total: placed, constraint });
  // Sentences tell of the division before, and of its limits; what the spread did comes after.
  contenders.forEach((contender, i) => Object.assign(contender, limits[i]));
  if (spread === undefined) {
    for (const contender of contenders) contender.replicas = contender.unspread;
  }
  return spread;
}

/** Where minimums do not fit, they are the most that each may get. */
function shrinkToMinimum(contender: Contender): void {
  contender.most = contender.least;
  contender.least = 0;
}

function limit(contender: Contender): void {
  contender.floor = contender.least;
  contender.ceiling = contender.most;
}
