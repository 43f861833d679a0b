import type { Candidate } from "../candidate";
import type { Claimant } from "./claim";
import type { Division } from "../division";
import { fnv1 } from "../kubefed/fnv1";
import { mayKeep } from "../spread/keepMode";
import { ownValue } from "../../plain/ownKey";

/** A cluster in a division by Webster's method, with its limits worked out. */
export interface Contender extends Claimant {
  readonly candidate: Candidate;
  /** Groups get replicas in the order of their numbers. */
  group: number;
  /** Where it counts as being for the spread; undefined: nowhere. */
  readonly domain: string | undefined;
  /** Why it may get none at all; undefined: it may. */
  readonly exclusion: string | undefined;
  /** Its minimum, as far as its maximum and capacity allow. */
  least: number;
  /** The most that its maximum and capacity allow, and never more than the total. */
  most: number;
  /** What it starts from; undefined: nothing is kept. */
  kept: number | undefined;
  /** What it would have if nothing had to be spread. */
  unspread: number;
}

/** A rank holds the 32 bits of a hash and an index below this, all in a safe integer. */
const INDICES = 2 ** 21;

/** One contender for each candidate, in their order, with nothing yet. */
export function enterContenders(division: Division): Contender[] {
  const groupOf = groupFinder(division);
  const key = division.options?.spread?.[0]?.topologyKey;
  return division.candidates.map((candidate, index): Contender => {
    const group = groupOf(candidate.name);
    const domain = domainOf(division, { name: candidate.name, key });
    const exclusion = exclusionOf(division, { group, domain });
    const weight = weightOf(candidate, division);
    const most = exclusion === undefined ? mostOf({ candidate, weight, division }) : 0;
    const least = Math.min(candidate.minReplicas, most);
    return {
      candidate,
      weight,
      group: group ?? Infinity,
      domain,
      exclusion,
      least,
      most,
      floor: least,
      ceiling: most,
      rank: rankOf(candidate.name, { index, key: division.key }),
      replicas: 0,
      kept: undefined,
      unspread: 0,
    };
  });
}

/** The number of a cluster's group; undefined where it is in none. */
function groupFinder({ options }: Division): (name: string) => number | undefined {
  const groups = options?.groups;
  if (groups === undefined || groups.length === 0) return () => 0;
  const numbers = new Map<string, number>();
  groups.forEach((names, number) => {
    for (const name of names) numbers.set(name, number);
  });
  return (name) => numbers.get(name) ?? numbers.get("*");
}

function domainOf(
  { topology }: Division,
  { name, key }: { readonly name: string; readonly key: string | undefined },
): string | undefined {
  return key === undefined ? undefined : ownValue(ownValue(topology, name), key);
}

function exclusionOf(
  { options }: Division,
  place: { readonly group: number | undefined; readonly domain: string | undefined },
): string | undefined {
  if (place.group === undefined) return "it is in none of the groups";
  const constraint = options?.spread?.[0];
  if (constraint === undefined || constraint.unsatisfiable === "prefer") return undefined;
  if (place.domain !== undefined) return undefined;
  return `it has no ${JSON.stringify(constraint.topologyKey)} to be spread over`;
}

/**
 * Without `rebalance`, what a cluster was given stays with it, be there room or not. One of no weight gets
 * its minimum, and keeps what it has where anything is kept.
 */
function mostOf({
  candidate,
  weight,
  division,
}: {
  readonly candidate: Candidate;
  readonly weight: number;
  readonly division: Division;
}): number {
  const { minReplicas, maxReplicas, capacity, current } = candidate;
  const { rebalance, totalReplicas, options } = division;
  const room = rebalance ? capacity : Math.max(capacity, current);
  const most = Math.min(maxReplicas, room, totalReplicas);
  if (weight > 0 || options?.strategy === "duplicated") return most;
  return Math.min(most, mayKeep(division) ? Math.max(minReplicas, current) : minReplicas);
}

function weightOf({ weight, capacity }: Candidate, { options }: Division): number {
  const strategy = options?.strategy ?? "weighted";
  if (strategy === "byCapacity") return Number.isFinite(capacity) ? capacity : 0;
  // One after the other is filled, whatever it weighs.
  return strategy === "aggregated" ? 1 : weight;
}

function rankOf(
  name: string,
  { index, key }: { readonly index: number; readonly key: string },
): number {
  return key === "" ? index : fnv1(key, fnv1(name)) * INDICES + index;
}
