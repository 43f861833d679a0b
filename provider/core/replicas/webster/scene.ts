import { compareClaims } from "./claim";
import type { Contender } from "./contender";
import { type GroupStanding, standingBeside, standingOf } from "./standing";
import type { WebsterOutcome } from "./websterOutcome";

/** A group of contenders after a division, with what all its sentences need. */
export interface Scene {
  readonly outcome: WebsterOutcome;
  readonly standing: GroupStanding;
  /** Whether it is the only group that has contenders for replicas. */
  readonly isOnly: boolean;
  /** What its members have together, before anything was spread. */
  readonly placed: number;
  /** What those have together whom no limit holds. */
  readonly rest: number;
  /** Their weights, added up. */
  readonly weights: number;
}

/** What a limit does to a contender: without it, it would have more, or fewer. */
export type Hold = "above" | "below" | undefined;

/** One scene for each group, by its number; each contender is in one. */
export function scenesOf(outcome: WebsterOutcome): ReadonlyMap<number, Scene> {
  const groups = new Map<number, Contender[]>();
  const contended = new Set<number>();
  for (const contender of outcome.contenders) {
    if (contender.exclusion === undefined) contended.add(contender.group);
    const members = groups.get(contender.group);
    if (members === undefined) groups.set(contender.group, [contender]);
    else members.push(contender);
  }
  const scenes = new Map<number, Scene>();
  for (const [number, members] of groups) {
    const standing = standingOf(members);
    const isOnly = contended.size === 0 || (contended.size === 1 && contended.has(number));
    let placed = 0;
    for (const { unspread } of members) placed += unspread;
    scenes.set(number, { outcome, standing, isOnly, placed, ...freeOf(standing) });
  }
  return scenes;
}

/** Whether a limit decided what a contender has. */
export function holdOf(group: GroupStanding, contender: Contender): Hold {
  const { served, refused } = standingBeside(group, contender);
  const { unspread, floor, ceiling } = contender;
  const next = { of: contender, nth: unspread + 1 };
  const last = { of: contender, nth: unspread };
  const isHigh = unspread === ceiling && served !== undefined;
  if (isHigh && compareClaims(next, served) < 0) return "above";
  const isLow = unspread === floor && unspread > 0 && refused !== undefined;
  return isLow && compareClaims(refused, last) < 0 ? "below" : undefined;
}

function freeOf(standing: GroupStanding): { readonly rest: number; readonly weights: number } {
  let rest = 0;
  let weights = 0;
  for (const contender of standing.members) {
    if (contender.weight === 0 || contender.floor === contender.ceiling) continue;
    if (holdOf(standing, contender) !== undefined) continue;
    rest += contender.unspread;
    weights += contender.weight;
  }
  return { rest, weights };
}
