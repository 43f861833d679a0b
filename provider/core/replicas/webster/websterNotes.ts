import type { Contender } from "./contender";
import { unplacedSentence } from "./websterIssues";
import { type WebsterOutcome, workOut } from "./websterOutcome";

/** What there is to say about a division as a whole: what moved for want of room, what could not be had. */
export function notesOn(outcome: WebsterOutcome, unplaced: number): string[] {
  const { division } = outcome;
  const isMoving = division.rebalance && (division.options?.strategy ?? "weighted") === "weighted";
  return [
    ...(isMoving ? movedNote(outcome) : []),
    ...skewNote(outcome),
    ...(unplaced > 0 ? [unplacedNote(outcome, unplaced)] : []),
  ];
}

/** Replicas that stay where there is no room for them have a cluster, but no hope. */
function unplacedNote({ contenders }: WebsterOutcome, unplaced: number): string {
  const stuck = contenders.filter(({ replicas, candidate }) => replicas > candidate.capacity);
  let sum = 0;
  for (const { replicas, candidate } of stuck) sum += replicas - candidate.capacity;
  if (sum < unplaced) return unplacedSentence(contenders, unplaced);
  const places = stuck.map(({ candidate }) => {
    return `${JSON.stringify(candidate.name)} (room for ${candidate.capacity})`;
  });
  const verb = sum === 1 ? "replica stays" : "replicas stay";
  return `${sum} ${verb} without room in ${places.join(", ")}; rebalance would move them`;
}

/**
 * Example: `3 replicas have no room in "eu" (room for 2) and go to "ap" (1), "us" (2)`.
 */
function movedNote({ division, contenders }: WebsterOutcome): string[] {
  const { candidates } = division;
  if (candidates.every(({ capacity }) => capacity === Infinity)) return [];
  const roomy = candidates.map((candidate) => ({ ...candidate, capacity: Infinity }));
  const unlimited = workOut({ ...division, candidates: roomy });
  const losers: string[] = [];
  const winners: string[] = [];
  let moved = 0;
  contenders.forEach((contender, i) => {
    const more = contender.replicas - (unlimited.contenders[i]?.replicas ?? 0);
    const { name, capacity } = contender.candidate;
    const quoted = JSON.stringify(name);
    if (more < 0) {
      moved -= more;
      losers.push(capacity === Infinity ? quoted : `${quoted} (room for ${capacity})`);
    } else if (more > 0) winners.push(`${quoted} (${more})`);
  });
  if (losers.length === 0 || winners.length === 0) return [];
  const [noun, verbs] = moved === 1 ? ["replica has", "goes"] : ["replicas have", "go"];
  return [`${moved} ${noun} no room in ${losers.join(", ")} and ${verbs} to ${winners.join(", ")}`];
}

/** Example: `maxSkew 1 by "region" cannot be had: "eu" has 2, "us" has 7`. */
function skewNote({ division, spread, contenders }: WebsterOutcome): string[] {
  const constraint = division.options?.spread?.[0];
  if (constraint === undefined || spread === undefined) return [];
  const { topologyKey, maxSkew } = constraint;
  const uncounted = contenders.filter(isUncounted).map(({ candidate }) => candidate.name);
  const notes: string[] = [];
  if (spread.skew > maxSkew) {
    const counts = [...spread.domains].map(([name, n]) => `${JSON.stringify(name)} has ${n}`);
    const key = JSON.stringify(topologyKey);
    notes.push(`maxSkew ${maxSkew} by ${key} cannot be had: ${counts.join(", ")}`);
  }
  if (uncounted.length > 0) {
    const names = uncounted.map((name) => JSON.stringify(name)).join(", ");
    notes.push(`without ${JSON.stringify(topologyKey)}, so not counted in the spread: ${names}`);
  }
  return notes;
}

function isUncounted({ domain, exclusion }: Contender): boolean {
  return domain === undefined && exclusion === undefined;
}
