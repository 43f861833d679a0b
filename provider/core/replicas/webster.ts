import { compareClaims, type Claim, type Claimant } from "./claim";
import { ClaimHeap } from "./claimHeap";
import { findMultiplier } from "./multiplier";

/** What `apportion` gives out, and between whom. */
export interface Apportionment {
  readonly claimants: readonly Claimant[];
  /** From the sum of all floors to the sum of all ceilings. */
  readonly total: number;
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
export function apportion({ claimants, total }: Apportionment): void {
  const weighted: Claimant[] = [];
  const weightless: Claimant[] = [];
  for (const claimant of claimants) {
    (claimant.weight > 0 ? weighted : weightless).push(claimant);
  }
  const least = sumOf(weightless, ({ floor }) => floor);
  const most = sumOf(weighted, ({ ceiling }) => ceiling);
  const toWeighted = Math.min(total - least, most);
  apportionAlike({ claimants: weighted, total: toWeighted, sizeOf: ({ weight }) => weight });
  apportionAlike({ claimants: weightless, total: total - toWeighted, sizeOf: () => 1 });
}

interface AlikeApportionment extends Apportionment {
  /** The weight that counts, above 0. */
  readonly sizeOf: (claimant: Claimant) => number;
}

function apportionAlike({ claimants, total, sizeOf }: AlikeApportionment): void {
  if (claimants.length === 0) return;
  const parties = claimants.map((claimant): Party => {
    const { rank, floor, ceiling } = claimant;
    return { claimant, rank, floor, ceiling, weight: sizeOf(claimant) };
  });
  const multiplier = findMultiplier(parties, total);
  let left = total;
  for (const { claimant, weight, floor, ceiling } of parties) {
    const wanted = Math.floor(weight * multiplier + 0.5);
    claimant.replicas = Math.min(Math.max(wanted, floor), ceiling);
    left -= claimant.replicas;
  }
  if (left > 0) giveOut(parties, left);
  else if (left < 0) takeBack(parties, -left);
  settle(parties);
}

interface Party {
  readonly claimant: Claimant;
  readonly weight: number;
  readonly floor: number;
  readonly ceiling: number;
  readonly rank: number;
}

type PartyClaim = Claim & { readonly of: Party };

/** Serves the strongest open claims. */
function giveOut(parties: readonly Party[], count: number): void {
  const heap = new ClaimHeap(openClaims(parties), compareClaims);
  for (let left = count; left > 0; left--) {
    const { top } = heap;
    if (top === undefined) return;
    top.of.claimant.replicas = top.nth;
    if (top.nth >= top.of.ceiling) heap.removeTop();
    else {
      top.nth++;
      heap.settleTop();
    }
  }
}

/** Takes back the weakest served claims. */
function takeBack(parties: readonly Party[], count: number): void {
  const heap = new ClaimHeap(servedClaims(parties), (a, b) => compareClaims(b, a));
  for (let left = count; left > 0; left--) {
    const { top } = heap;
    if (top === undefined) return;
    top.nth--;
    top.of.claimant.replicas = top.nth;
    if (top.nth <= top.of.floor) heap.removeTop();
    else heap.settleTop();
  }
}

/** Mends what the search's fractions may have got wrong: seldom anything, and then very few replicas. */
function settle(parties: readonly Party[]): void {
  for (;;) {
    const open = firstOf(openClaims(parties), compareClaims);
    const served = firstOf(servedClaims(parties), (a, b) => compareClaims(b, a));
    if (open === undefined || served === undefined || compareClaims(open, served) >= 0) return;
    open.of.claimant.replicas++;
    served.of.claimant.replicas--;
  }
}

function openClaims(parties: readonly Party[]): PartyClaim[] {
  const claims: PartyClaim[] = [];
  for (const of of parties) {
    const { replicas } = of.claimant;
    if (replicas < of.ceiling) claims.push({ of, nth: replicas + 1 });
  }
  return claims;
}

function servedClaims(parties: readonly Party[]): PartyClaim[] {
  const claims: PartyClaim[] = [];
  for (const of of parties) {
    const { replicas } = of.claimant;
    if (replicas > of.floor) claims.push({ of, nth: replicas });
  }
  return claims;
}

function firstOf(
  claims: readonly PartyClaim[],
  compare: (a: Claim, b: Claim) => number,
): PartyClaim | undefined {
  let first: PartyClaim | undefined;
  for (const claim of claims) {
    if (first === undefined || compare(claim, first) < 0) first = claim;
  }
  return first;
}

function sumOf(claimants: readonly Claimant[], value: (claimant: Claimant) => number): number {
  let sum = 0;
  for (const claimant of claimants) sum += value(claimant);
  return sum;
}
