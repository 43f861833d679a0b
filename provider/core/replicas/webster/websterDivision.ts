import type { Candidate } from "../candidate";
import type { Contender } from "./contender";
import type { Decision, Division, Explicable } from "../division";
import { sentencesOn } from "./websterBecause";
import { spreadIssues, unplacedIssues } from "./websterIssues";
import { notesOn } from "./websterNotes";
import { wantedOf, type WebsterOutcome, workOut } from "./websterOutcome";

/**
 * Divides by Webster's method, with everything that a preference can ask for in one pass.
 *
 * 1. Each cluster's floor is its minimum, its ceiling the smaller of its maximum and its capacity. Where
 *    the minimums do not fit, they are the ceilings, and nothing is the floor.
 * 2. With `keep`, what is kept is the floor where replicas are added, and the ceiling where they are taken.
 * 3. With `aggregated`, every cluster is a group of its own, in the order in which they are to be filled.
 * 4. Groups are filled in their order, each by Webster's method within floors and ceilings.
 * 5. With `spread`, domains beyond the skew give to those below it, as few replicas as can be.
 *
 * Equal claims are served in this order: fewer replicas; smaller FNV-1 hash of name and key, if there is a
 * key; smaller name.
 */
export function divideByWebster(division: Division): Explicable {
  const outcome = workOut(division);
  const decisions = outcome.contenders.map(toDecision);
  let placed = 0;
  for (const { replicas } of decisions) placed += replicas;
  const unplaced = wantedOf(division) - placed;
  return {
    decisions,
    unplaced,
    answered: answeredBy(outcome),
    explain: sentencesOn(outcome),
    notes: () => notesOn(outcome, unplaced),
    issues: [...spreadIssues(outcome), ...unplacedIssues(outcome, unplaced)],
  };
}

/** The division with the limits that hold in the end, of which the result has to be a division. */
function answeredBy({ division, contenders }: WebsterOutcome): Division {
  const candidates = contenders.map(({ candidate, least, most }): Candidate => {
    return { ...candidate, minReplicas: least, maxReplicas: most };
  });
  return { ...division, candidates, totalReplicas: wantedOf(division) };
}

function toDecision({ candidate, replicas }: Contender): Decision {
  const running = Math.min(replicas, candidate.capacity);
  return { replicas: running, overflow: replicas - running };
}
