/** What one cluster brings to Webster's method, and what it has got so far. */
export interface Claimant {
  /** An integer from 0. */
  readonly weight: number;
  /** The fewest replicas that it may end with. */
  floor: number;
  /** The most replicas that it may end with; finite, and not below the floor. */
  ceiling: number;
  /** Its place among claimants whose claims are equal in all else; each has its own. */
  readonly rank: number;
  replicas: number;
}

/** The claim of one cluster to one replica: its n-th claims `weight ÷ (2n − 1)`. */
export interface Claim {
  readonly of: Pick<Claimant, "rank" | "weight">;
  /** From 1. */
  nth: number;
}

/**
 * Below 0 where the first claim is served before the second: the larger quotient; of equal ones that of
 * the cluster with fewer replicas; then that of the smaller rank. Exact for all safe integers.
 *
 * @example
 * compareClaims({ of: { weight: 3, rank: 0 }, nth: 2 }, { of: { weight: 1, rank: 1 }, nth: 1 })
 * //=> 1
 */
export function compareClaims(a: Claim, b: Claim): number {
  return compareQuotients(a, b) || a.nth - b.nth || a.of.rank - b.of.rank;
}

/**
 * Below 0 where the first claim has the larger quotient, 0 where both are the same.
 *
 * @example
 * compareQuotients({ of: { weight: 3, rank: 0 }, nth: 2 }, { of: { weight: 1, rank: 1 }, nth: 1 })
 * //=> 0
 */
export function compareQuotients(a: Claim, b: Claim): number {
  const left = a.of.weight * (2 * b.nth - 1);
  const right = b.of.weight * (2 * a.nth - 1);
  // Rounding keeps order: only products that look the same can be in another one, and only large ones.
  if (left !== right || left <= Number.MAX_SAFE_INTEGER) return right - left;
  return compareExactly(a, b);
}

function compareExactly(a: Claim, b: Claim): number {
  const left = BigInt(a.of.weight) * (2n * BigInt(b.nth) - 1n);
  const right = BigInt(b.of.weight) * (2n * BigInt(a.nth) - 1n);
  if (left === right) return 0;
  return left > right ? -1 : 1;
}
