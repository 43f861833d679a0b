import type { Contender } from "./contender";
import { explainKept } from "./keptBecause";
import { type Scene, scenesOf } from "./scene";
import { explainShare } from "./shareBecause";
import type { WebsterOutcome } from "./websterOutcome";

/**
 * The sentences of a division, one for the cluster at each place: its replicas, then why, with every number
 * that decided, so that it can be checked with a pencil.
 */
export function sentencesOn(outcome: WebsterOutcome): (place: number) => string {
  let scenes: ReadonlyMap<number, Scene> | undefined;
  return (place) => {
    const contender = outcome.contenders[place];
    if (contender === undefined) return "";
    scenes ??= scenesOf(outcome);
    const scene = scenes.get(contender.group);
    return scene === undefined ? "" : explainContender(scene, contender);
  };
}

function explainContender(scene: Scene, contender: Contender): string {
  const { replicas, candidate } = contender;
  const running = Math.min(replicas, candidate.capacity);
  const head = `${running} of ${scene.outcome.division.totalReplicas}: `;
  const overflow = replicas - running;
  const pending =
    overflow === 0 ? "" : `, and ${overflow} above its capacity ${candidate.capacity} as overflow`;
  return head + reasonFor(scene, contender) + pending;
}

function reasonFor(scene: Scene, contender: Contender): string {
  const { division, spread } = scene.outcome;
  if (contender.exclusion !== undefined) return contender.exclusion;
  if (division.options?.strategy === "duplicated") return explainDuplicate(contender);
  const reason =
    contender.kept === undefined ? explainShare(scene, contender) : explainKept(scene, contender);
  return spread === undefined ? reason : reason + spreadStep(scene.outcome, contender);
}

function explainDuplicate({ candidate, replicas }: Contender): string {
  const { maxReplicas, capacity } = candidate;
  if (replicas === maxReplicas) return `every cluster gets all, cut to its maxReplicas ${replicas}`;
  if (replicas === capacity) return `every cluster gets all, cut to its capacity ${replicas}`;
  return "every cluster gets all";
}

function spreadStep(
  { division, spread }: WebsterOutcome,
  { replicas, unspread, domain }: Contender,
): string {
  const key = division.options?.spread?.[0]?.topologyKey;
  if (replicas === unspread || key === undefined || spread === undefined) return "";
  const more = replicas > unspread ? `${replicas - unspread} more` : `${unspread - replicas} fewer`;
  const { low, high } = spread.window;
  const where =
    domain === undefined
      ? `each ${key} has from ${low} to ${high}`
      : `${key} ${JSON.stringify(domain)} has ${spread.domains.get(domain) ?? 0}, and each from ${low} to ${high} as far as its limits go`;
  return `; then ${more}, so that ${where}`;
}
