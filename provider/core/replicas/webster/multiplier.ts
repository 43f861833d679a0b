/** What the search needs to know of one cluster. */
interface Weighted {
  /** Above 0. */
  readonly weight: number;
  readonly floor: number;
  readonly ceiling: number;
}

const STEPS = 200;

/**
 * How many replicas one unit of weight gets, near enough: with it, the exact shares of all, each within its
 * limits, add up to the total but for less than one replica. It is a fraction and decides nothing by
 * itself.
 *
 * @example
 * findMultiplier([{ weight: 3, floor: 0, ceiling: 9 }, { weight: 1, floor: 0, ceiling: 9 }], 9)
 * //=> 2.25
 */
export function findMultiplier(parties: readonly Weighted[], total: number): number {
  let weights = 0;
  for (const { weight } of parties) weights += weight;
  let low = 0;
  let high = Infinity;
  let multiplier = total / weights;
  for (let step = 0; step < STEPS; step++) {
    const { shares, free } = sharesAt(parties, multiplier);
    const missing = total - shares;
    if (Math.abs(missing) < 0.5) break;
    if (missing > 0) low = multiplier;
    else high = multiplier;
    const next = free > 0 ? multiplier + missing / free : NaN;
    multiplier = next > low && next < high ? next : between(low, high);
  }
  return multiplier;
}

function sharesAt(
  parties: readonly Weighted[],
  multiplier: number,
): { readonly shares: number; readonly free: number } {
  let shares = 0;
  let free = 0;
  for (const { weight, floor, ceiling } of parties) {
    const share = weight * multiplier;
    if (share <= floor) shares += floor;
    else if (share >= ceiling) shares += ceiling;
    else {
      shares += share;
      free += weight;
    }
  }
  return { shares, free };
}

function between(low: number, high: number): number {
  if (high === Infinity) return low === 0 ? 1 : low * 2;
  return (low + high) / 2;
}
