import type { Tally } from "./tally";

/** Up to so many, putting each in its place is faster than what makes many fast. */
const FEW = 24;
/** So many weights and places have 16 bits each. */
const PACKED = 2 ** 16;
/** Which half of a number of 64 bits comes first is the processor's choice. */
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;

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
  return tallies.length <= PACKED && tallies.every(hasSmallWeight)
    ? sortPacked(tallies)
    : [...tallies].sort((a, b) => b.candidate.weight - a.candidate.weight || a.hash - b.hash);
}

function hasSmallWeight({ candidate }: Tally): boolean {
  return candidate.weight < PACKED;
}

/**
 * Numbers in a typed array sort many times faster than objects. So what decides stands in one number of 64
 * bits: 16 of the weight, all of the hash, 16 of the place.
 */
function sortPacked(tallies: readonly Tally[]): Tally[] {
  const halves = new Uint32Array(2 * tallies.length);
  let i = 0;
  for (const { candidate, hash } of tallies) {
    const heaviestFirst = PACKED - 1 - candidate.weight;
    halves[2 * i + HIGH] = (heaviestFirst << 16) | (hash >>> 16);
    halves[2 * i + LOW] = (hash << 16) | i++;
  }
  new BigUint64Array(halves.buffer).sort();
  const line: Tally[] = [];
  for (let at = LOW; at < halves.length; at += 2) {
    const tally = tallies[(halves[at] ?? 0) & 0xffff];
    if (tally !== undefined) line.push(tally);
  }
  return line;
}
