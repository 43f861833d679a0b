import type { Tally } from "./tally";

/** Up to so many, putting each in its place is faster than what makes many fast. */
const FEW = 24;
const INDICES = 2 ** 21;

/**
 * KubeFed's line, with its places written into the tallies: by weight, the heaviest first; equal weights
 * by hash, the smallest first; equal hashes, which KubeFed leaves to chance, in the order given.
 */
export function standInLine(tallies: readonly Tally[]): Tally[] {
  const line = tallies.length <= FEW ? sortFew(tallies) : sortMany(tallies);
  let place = 1;
  for (const tally of line) tally.place = place++;
  return line;
}

function sortFew(tallies: readonly Tally[]): Tally[] {
  const line: Tally[] = [];
  for (const tally of tallies) {
    let at = line.length;
    while (at > 0) {
      const before = line[at - 1];
      if (before === undefined || !isAhead(tally, before)) break;
      line[at--] = before;
    }
    line[at] = tally;
  }
  return line;
}

function isAhead(tally: Tally, before: Tally): boolean {
  const { weight } = tally.candidate;
  const weightBefore = before.candidate.weight;
  return weight === weightBefore ? tally.hash < before.hash : weight > weightBefore;
}

function sortMany(tallies: readonly Tally[]): Tally[] {
  const byWeight = new Map<number, Tally[]>();
  for (const tally of sortByHash(tallies)) {
    const { weight } = tally.candidate;
    const equals = byWeight.get(weight);
    if (equals === undefined) byWeight.set(weight, [tally]);
    else equals.push(tally);
  }
  const line: Tally[] = [];
  const weights = [...byWeight.keys()].sort((a, b) => b - a);
  for (const weight of weights) for (const tally of byWeight.get(weight) ?? []) line.push(tally);
  return line;
}

/** Numbers in a typed array sort many times faster than objects. */
function sortByHash(tallies: readonly Tally[]): Tally[] {
  // A hash has 32 bits, so a number holds it together with an index below two million.
  const keys = new Float64Array(tallies.length);
  let i = 0;
  for (const { hash } of tallies) keys[i] = hash * INDICES + i++;
  // The bits of numbers from 0 are in the order of the numbers, and integers are compared faster.
  new BigUint64Array(keys.buffer).sort();
  const line: Tally[] = [];
  for (const key of keys) {
    const tally = tallies[key % INDICES];
    if (tally !== undefined) line.push(tally);
  }
  return line;
}
