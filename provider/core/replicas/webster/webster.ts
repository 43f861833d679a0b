/*
 * Webster's method with floors and ceilings, exact in integers, and the sentences about its result.
 */

import { compareClaims, type Claim, type Claimant } from "./claim";
import { ClaimHeap } from "./claimHeap";
import { findMultiplier } from "./multiplier";

/** What `apportion` gives out, and between whom. */
export interface Apportionment {
  readonly claimants: readonly Claimant[];
  /** From the sum of all floors to the sum of all ceilings. */
  readonly total: number;
  /** Below 0 where the first claim is served before the second. @default `compareClaims` */
  readonly compare?: (a: Claim, b: Claim) => number;
}

/**
 * Webster's method (Sainte-Laguë) within limits, in integer arithmetic: writes replicas into the claimants,
 * so that nobody's replica has a weaker claim than one that was refused and that limits allow.
 *
 * - One replica more in total takes none away from anybody; neither does a larger weight, floor or ceiling
 *   of one's own.
 * - Weight 0 claims come after all others, those with the fewest replicas first.
 * - A search finds where claims stop being served, and a heap serves the few around it, so that the time
 *   depends on how many claimants there are and hardly on how many replicas.
 */
export function apportion({ claimants, total, compare = compareClaims }: Apportionment): void {
  const weightless = claimants.filter(({ weight }) => weight <= 0);
  if (weightless.length === 0) {
    apportionByWeight({ claimants, total, compare });
    return;
  }
  const weighted = claimants.filter(({ weight }) => weight > 0);
  const least = sumOf(weightless, ({ floor }) => floor);
  const most = sumOf(weighted, ({ ceiling }) => ceiling);
  const toWeighted = Math.min(total - least, most);
  apportionByWeight({ claimants: weighted, total: toWeighted, compare });
  const pairs = weightless.map((claimant) => {
    const { rank, floor, ceiling } = claimant;
    return { claimant, alike: { weight: 1, rank, floor, ceiling, replicas: 0 } };
  });
  const claimantsAlike = pairs.map(({ alike }) => alike);
  apportionByWeight({ claimants: claimantsAlike, total: total - toWeighted, compare });
  for (const { claimant, alike } of pairs) claimant.replicas = alike.replicas;
}

/** All weights are above 0. */
function apportionByWeight({ claimants, total, compare }: Required<Apportionment>): void {
  if (claimants.length === 0) return;
  const multiplier = findMultiplier(claimants, total);
  let left = total;
  for (const claimant of claimants) {
    const wanted = Math.floor(claimant.weight * multiplier + 0.5);
    claimant.replicas = Math.min(Math.max(wanted, claimant.floor), claimant.ceiling);
    left -= claimant.replicas;
  }
  if (left > 0) giveOut({ claimants, compare, count: left });
  else if (left < 0) takeBack({ claimants, compare, count: -left });
  settle(claimants, compare);
}

type Compare = Required<Apportionment>["compare"];

interface Correction {
  readonly claimants: readonly Claimant[];
  readonly compare: Compare;
  readonly count: number;
}

type OwnClaim = Claim & { readonly of: Claimant };

/** Serves the strongest open claims. */
function giveOut({ claimants, compare, count }: Correction): void {
  const claims: OwnClaim[] = [];
  for (const of of claimants) if (of.replicas < of.ceiling) claims.push(openClaim(of));
  const heap = new ClaimHeap(claims, compare);
  for (let left = count; left > 0; left--) {
    const { top } = heap;
    if (top === undefined) return;
    top.of.replicas = top.nth;
    if (top.nth >= top.of.ceiling) heap.removeTop();
    else {
      top.nth++;
      heap.settleTop();
    }
  }
}

/** Takes back the weakest served claims. */
function takeBack({ claimants, compare, count }: Correction): void {
  const claims: OwnClaim[] = [];
  for (const of of claimants) if (of.replicas > of.floor) claims.push(servedClaim(of));
  const heap = new ClaimHeap(claims, (a, b) => compare(b, a));
  for (let left = count; left > 0; left--) {
    const { top } = heap;
    if (top === undefined) return;
    top.nth--;
    top.of.replicas = top.nth;
    if (top.nth <= top.of.floor) heap.removeTop();
    else heap.settleTop();
  }
}

/** Mends what the search's fractions may have got wrong: seldom anything, and then very few replicas. */
function settle(claimants: readonly Claimant[], compare: Compare): void {
  for (;;) {
    const open = strongestOpen(claimants, compare);
    const served = weakestServed(claimants, compare);
    if (open === undefined || served === undefined || compare(open, served) >= 0) return;
    open.of.replicas++;
    served.of.replicas--;
  }
}

function strongestOpen(claimants: readonly Claimant[], compare: Compare): OwnClaim | undefined {
  let strongest: OwnClaim | undefined;
  for (const of of claimants) {
    if (of.replicas >= of.ceiling) continue;
    const claim = openClaim(of);
    if (strongest === undefined || compare(claim, strongest) < 0) strongest = claim;
  }
  return strongest;
}

function weakestServed(claimants: readonly Claimant[], compare: Compare): OwnClaim | undefined {
  let weakest: OwnClaim | undefined;
  for (const of of claimants) {
    if (of.replicas <= of.floor) continue;
    const claim = servedClaim(of);
    if (weakest === undefined || compare(weakest, claim) < 0) weakest = claim;
  }
  return weakest;
}

/** The first claim that was refused. */
function openClaim(of: Claimant): OwnClaim {
  return { of, nth: of.replicas + 1 };
}

/** The last claim that was served. */
function servedClaim(of: Claimant): OwnClaim {
  return { of, nth: of.replicas };
}

function sumOf(claimants: readonly Claimant[], value: (claimant: Claimant) => number): number {
  let sum = 0;
  for (const claimant of claimants) sum += value(claimant);
  return sum;
}
