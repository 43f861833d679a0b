import type { Contender } from "./contender";
import type { Scene } from "./scene";
import { claimStep, standingBeside } from "./standing";

/** Why a cluster that keeps what it has ends with what it gets. */
export function explainKept({ standing }: Scene, contender: Contender): string {
  const { kept = 0, unspread } = contender;
  const start = keptStep(contender);
  if (unspread === kept) return start;
  const isMore = unspread > kept;
  const step = claimStep(contender, { isMore, standing: standingBeside(standing, contender) });
  const why = step === "" ? "" : `: ${step}`;
  return isMore
    ? `${start} and gets ${unspread - kept} more${why}`
    : `${start} less ${kept - unspread}${why}`;
}

function keptStep({ candidate, kept = 0, least, most }: Contender): string {
  const { current, capacity, maxReplicas } = candidate;
  if (kept === current) return current === 0 ? "has none" : `keeps its ${current}`;
  if (kept === least && kept > current) return `its ${current} raised to its minReplicas ${kept}`;
  const limit = most === capacity ? "capacity" : most === maxReplicas ? "maxReplicas" : "part";
  return `keeps ${kept} of its ${current}, cut to its ${limit} ${kept}`;
}
