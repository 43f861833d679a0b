import { compareClaims, compareQuotients, type Claim } from "./claim";
import type { Contender } from "./contender";

/** A claim of one contender. */
export type ContenderClaim = Claim & { readonly of: Contender };

/** Which claims decided: the weakest that was served and the strongest that was refused. */
export interface Standing {
  readonly served: ContenderClaim | undefined;
  readonly refused: ContenderClaim | undefined;
}

/** The claims that decided a group, before anything was spread. */
export interface GroupStanding {
  readonly members: readonly Contender[];
  /** The two weakest that were served, the weaker one first. */
  readonly served: readonly ContenderClaim[];
  /** The two strongest that were refused, the stronger one first. */
  readonly refused: readonly ContenderClaim[];
}

/** Which claims decided between these contenders. */
export function standingOf(members: readonly Contender[]): GroupStanding {
  const served: ContenderClaim[] = [];
  const refused: ContenderClaim[] = [];
  for (const of of members) {
    const { unspread, floor, ceiling } = of;
    if (unspread > floor) insert(served, { of, nth: unspread }, (a, b) => compareClaims(b, a));
    if (unspread < ceiling) insert(refused, { of, nth: unspread + 1 }, compareClaims);
  }
  return { members, served, refused };
}

/** Keeps the first two by an order. */
function insert(
  claims: ContenderClaim[],
  claim: ContenderClaim,
  compare: (a: ContenderClaim, b: ContenderClaim) => number,
): void {
  const [first, second] = claims;
  if (second !== undefined && compare(claim, second) >= 0) return;
  claims.splice(first !== undefined && compare(claim, first) >= 0 ? 1 : 0, 0, claim);
  if (claims.length > 2) claims.pop();
}

/** The same without the claims of one of them. */
export function standingBeside({ served, refused }: GroupStanding, one: Contender): Standing {
  return {
    served: served[served[0]?.of === one ? 1 : 0],
    refused: refused[refused[0]?.of === one ? 1 : 0],
  };
}

/**
 * Why a contender has no more and no fewer, by claims.
 *
 * Example: `its 7th claims 3/13, ahead of the 1/5 that "eu" has for its 3rd`.
 */
export function claimStep(
  contender: Contender,
  { isMore, standing }: { readonly isMore: boolean; readonly standing: Standing },
): string {
  const nth = isMore ? contender.unspread : contender.unspread + 1;
  const own = { of: contender, nth };
  const other = isMore ? standing.refused : standing.served;
  if (other === undefined) return "";
  const verb = isMore ? "claims" : "would claim";
  return `its ${ordinal(nth)} ${verb} ${fraction(own)}, ${relationOf(own, other)}`;
}

function relationOf(own: ContenderClaim, other: ContenderClaim): string {
  const name = JSON.stringify(other.of.candidate.name);
  const theirs = `the ${fraction(other)} that ${name} has for its ${ordinal(other.nth)}`;
  if (compareQuotients(own, other) === 0) return `level with ${theirs} and ${tieWord(own, other)}`;
  return compareClaims(own, other) < 0 ? `ahead of ${theirs}` : `behind ${theirs}`;
}

function tieWord(own: ContenderClaim, other: ContenderClaim): string {
  if (own.nth < other.nth) return "first, as it has fewer";
  if (own.nth > other.nth) return "after it, as it has more";
  return own.of.rank < other.of.rank ? "first in line" : "after it in line";
}

function fraction({ of, nth }: ContenderClaim): string {
  return `${of.weight}/${2 * nth - 1}`;
}

function ordinal(n: number): string {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return `${n}th`;
  return `${n}${["th", "st", "nd", "rd"][n % 10] ?? "th"}`;
}
