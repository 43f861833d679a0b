/*
 * Bounds on a division before it is made: spread over regions, groups, what is kept.
 */

import type { Contender } from "../webster/contender";
import { apportionInGroups, sumOf } from "./inGroups";
import { fittingWindow, type SpreadDomain, type SpreadWindow } from "./spreadWindow";
import type { SpreadConstraint } from "../websterOptions";

/** What is to be spread. */
export interface Spreading {
  readonly contenders: readonly Contender[];
  /** How many replicas all of them have to have in the end. */
  readonly total: number;
  readonly constraint: SpreadConstraint;
}

/** How even it became. */
export interface Spread {
  /** The replicas of each domain, sorted by name. */
  readonly domains: ReadonlyMap<string, number>;
  /** The most that a domain has less the least, which counts as 0 with fewer domains than wanted. */
  readonly skew: number;
  readonly window: SpreadWindow;
}

/**
 * Moves replicas between domains until their skew is within bounds, and as few as can be; returns undefined
 * and leaves all as it was where no division keeps to the bounds.
 *
 * Each domain is brought within a window from the least to the most that a domain may have, and every step
 * gives to the strongest claims and takes from the weakest, so that inside the window the division is still
 * Webster's.
 */
export function spreadOut({ contenders, total, constraint }: Spreading): Spread | undefined {
  const members = new Map<string, Contender[]>();
  const free: Contender[] = [];
  for (const contender of contenders) {
    if (contender.exclusion !== undefined) continue;
    const { domain } = contender;
    if (domain === undefined) free.push(contender);
    else members.set(domain, [...(members.get(domain) ?? []), contender]);
  }
  const names = [...members.keys()].sort();
  const domains = names.map((name) => toDomain(members.get(name) ?? []));
  const window = fittingWindow({ domains, free: toDomain(free), total, constraint });
  if (window === undefined) return undefined;
  const ranges = names.flatMap((name, i) =>
    bring(members.get(name) ?? [], boundsOf(domains[i], window)),
  );
  ranges.push(...bring(free, { low: sumOf(free, "least"), high: sumOf(free, "most") }));
  limitTo(ranges, total);
  apportionInGroups(contenders, total);
  return summarise({ names, members, window, constraint });
}

function toDomain(contenders: readonly Contender[]): SpreadDomain {
  return {
    least: sumOf(contenders, "least"),
    most: sumOf(contenders, "most"),
    replicas: sumOf(contenders, "replicas"),
  };
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function boundsOf(domain: SpreadDomain | undefined, { low, high }: SpreadWindow): Bounds {
  const { least = 0, most = 0 } = domain ?? {};
  return { low: Math.max(least, low), high: Math.min(most, high) };
}

/** What one cluster has, and from where to where it can go without its domain leaving its bounds. */
interface Range {
  readonly of: Contender;
  readonly lowest: number;
  readonly highest: number;
}

/** Brings a domain's replicas to the nearest end of its bounds. */
function bring(members: readonly Contender[], { low, high }: Bounds): Range[] {
  move(members, Math.min(Math.max(sumOf(members, "replicas"), low), high));
  const reached = members.map(({ replicas }) => replicas);
  move(members, low);
  const lowest = members.map(({ replicas }) => replicas);
  restore(members, reached);
  move(members, high);
  const highest = members.map(({ replicas }) => replicas);
  restore(members, reached);
  return members.map((of, i) => ({ of, lowest: lowest[i] ?? 0, highest: highest[i] ?? 0 }));
}

/** What is missing may only be added, what is too many may only be taken, and no domain leaves its bounds. */
function limitTo(ranges: readonly Range[], total: number): void {
  let sum = 0;
  for (const { of } of ranges) sum += of.replicas;
  for (const { of, lowest, highest } of ranges) {
    of.floor = sum <= total ? of.replicas : lowest;
    of.ceiling = sum <= total ? highest : of.replicas;
  }
}

function restore(members: readonly Contender[], replicas: readonly number[]): void {
  members.forEach((member, i) => {
    member.replicas = replicas[i] ?? 0;
  });
}

/** Adds to the strongest claims or takes from the weakest; never both. */
function move(members: readonly Contender[], to: number): void {
  const isMore = to >= sumOf(members, "replicas");
  for (const member of members) {
    member.floor = isMore ? member.replicas : member.least;
    member.ceiling = isMore ? member.most : member.replicas;
  }
  apportionInGroups(members, to);
}

function summarise(done: {
  readonly names: readonly string[];
  readonly members: ReadonlyMap<string, readonly Contender[]>;
  readonly window: SpreadWindow;
  readonly constraint: SpreadConstraint;
}): Spread {
  const { names, members, window, constraint } = done;
  const domains = new Map(names.map((name) => [name, sumOf(members.get(name) ?? [], "replicas")]));
  const counts = [...domains.values()];
  const isShort = counts.length < (constraint.minDomains ?? 1);
  const least = isShort || counts.length === 0 ? 0 : Math.min(...counts);
  return { domains, skew: Math.max(0, ...counts) - least, window };
}
