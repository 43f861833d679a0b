import type { SpreadConstraint } from "../websterOptions";

/** What the search needs to know of one domain. */
export interface SpreadDomain {
  /** The sum of its clusters' minimums. */
  readonly least: number;
  /** The sum of what its clusters can take. */
  readonly most: number;
  /** How many replicas it has before it is spread. */
  readonly replicas: number;
}

/** From the least to the most replicas that any domain may have, its own limits apart. */
export interface SpreadWindow {
  readonly low: number;
  readonly high: number;
}

/** What a window has to fit. */
export interface WindowSearch {
  readonly domains: readonly SpreadDomain[];
  /** All clusters that are in no domain, together. */
  readonly free: SpreadDomain;
  readonly total: number;
  readonly constraint: SpreadConstraint;
}

/**
 * The window within which the total can be divided with the fewest replicas moved; undefined where there
 * is none. Under `prefer`, it is as much wider as it has to be.
 *
 * @example
 * fittingWindow({ domains: [{ least: 0, most: 9, replicas: 5 }, { least: 0, most: 9, replicas: 1 }], free: { least: 0, most: 0, replicas: 0 }, total: 6, constraint: { topologyKey: "zone", maxSkew: 2 } })
 * //=> { low: 2, high: 4 }
 */
export function fittingWindow(search: WindowSearch): SpreadWindow | undefined {
  const { constraint, total } = search;
  const window = windowOf(search, constraint.maxSkew);
  if (window !== undefined || constraint.unsatisfiable !== "prefer") return window;
  // With a skew of everything there is always one, as long as the limits of single clusters allow it.
  const skew = firstWhere(
    { from: constraint.maxSkew + 1, to: Math.max(total, constraint.maxSkew + 1) },
    (k) => windowOf(search, k) !== undefined,
  );
  return windowOf(search, skew);
}

function windowOf(search: WindowSearch, skew: number): SpreadWindow | undefined {
  const { domains, total, constraint } = search;
  const isShort = domains.length < (constraint.minDomains ?? 1);
  const leastHigh = Math.max(0, ...domains.map(({ least }) => least));
  const bottom = Math.max(0, leastHigh - skew);
  const top = isShort ? 0 : Math.min(total, ...domains.map(({ most }) => most));
  if (bottom > top) return undefined;
  const low = firstWhere(
    { from: bottom, to: top },
    (at) => sumAt(search, { at, skew }).most >= total,
  );
  const above = firstWhere(
    { from: low, to: top + 1 },
    (at) => at > top || sumAt(search, { at, skew }).least > total,
  );
  const high = above - 1;
  const { most, least } = sumAt(search, { at: low, skew });
  if (high < low || most < total || least > total) return undefined;
  return cheapest(search, { low, high, skew });
}

/** Where what must be added and what must be taken away meet, fewest replicas move. */
function cheapest(
  search: WindowSearch,
  range: { readonly low: number; readonly high: number; readonly skew: number },
): SpreadWindow {
  const { low, high, skew } = range;
  const meets = firstWhere({ from: low, to: high }, (at) => {
    const { added, taken } = movesAt(search, { at, skew });
    return added >= taken;
  });
  const cost = (at: number): number => {
    const { added, taken } = movesAt(search, { at, skew });
    return Math.max(added, taken);
  };
  const best = meets > low && cost(meets - 1) < cost(meets) ? meets - 1 : meets;
  return { low: best, high: best + skew };
}

interface Place {
  readonly at: number;
  readonly skew: number;
}

/** From how many to how many replicas fit a window. */
function sumAt(
  { domains, free }: WindowSearch,
  { at, skew }: Place,
): { least: number; most: number } {
  let { least, most } = free;
  for (const domain of domains) {
    least += Math.max(domain.least, at);
    most += Math.min(domain.most, at + skew);
  }
  return { least, most };
}

/** How many replicas have to be added and taken away, at least, to get into a window. */
function movesAt(
  { domains, free, total }: WindowSearch,
  { at, skew }: Place,
): { added: number; taken: number } {
  let added = 0;
  let taken = 0;
  let had = free.replicas;
  for (const { least, most, replicas } of domains) {
    had += replicas;
    added += Math.max(0, Math.max(least, at) - replicas);
    taken += Math.max(0, replicas - Math.min(most, at + skew));
  }
  return { added, taken: taken + total - had };
}

/** The first integer of a range for which it holds, where it holds for all after it; else the last. */
function firstWhere(
  { from, to }: { readonly from: number; readonly to: number },
  holds: (at: number) => boolean,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
