import type { Issue } from "../../issue";
import { count } from "../../plain/text";
import type { Contender } from "./contender";
import { sumOf } from "../spread/inGroups";
import type { WebsterOutcome } from "./websterOutcome";

/** The issue of a spread that no division keeps to and that may not be given up. */
export function spreadIssues({ division, spread, contenders, placed }: WebsterOutcome): Issue[] {
  const constraint = division.options?.spread?.[0];
  if (constraint === undefined || constraint.unsatisfiable === "prefer") return [];
  if (spread !== undefined) return [];
  const { topologyKey, maxSkew } = constraint;
  const rooms = roomByDomain(contenders);
  const message = `no division of ${placed} keeps maxSkew ${maxSkew} by ${JSON.stringify(topologyKey)}: ${rooms}; raise maxSkew, or set unsatisfiable to "prefer"`;
  return [{ code: "spread-unsatisfiable", path: "spread[0]", message }];
}

/** The issue of replicas that no cluster may take, where that is refused. */
export function unplacedIssues(
  { division, contenders }: WebsterOutcome,
  unplaced: number,
): Issue[] {
  if (unplaced === 0 || division.options?.unplaced !== "fail") return [];
  const message = `${unplacedSentence(contenders, unplaced)}; unplaced: "fail" asks for room for all`;
  return [{ code: "replicas-unplaced", path: "totalReplicas", message }];
}

/**
 * What cannot be placed, and the limits that forbid it.
 *
 * Example: `3 replicas have no cluster: capacity of "eu" is 2, maxReplicas of "us" is 4`.
 */
export function unplacedSentence(contenders: readonly Contender[], unplaced: number): string {
  const limits = contenders.map(limitOf).filter((limit) => limit !== undefined);
  const verb = unplaced === 1 ? "has" : "have";
  const reason = limits.length === 0 ? "there is none" : listed(limits);
  return `${count(unplaced, "replica")} ${verb} no cluster: ${reason}`;
}

const LISTED = 8;

function listed(texts: readonly string[]): string {
  const more = texts.length > LISTED ? ` and ${texts.length - LISTED} more` : "";
  return texts.slice(0, LISTED).join(", ") + more;
}

/** The limit that keeps a cluster from taking more; undefined where it has all it was to have. */
function limitOf({ candidate, exclusion, weight, replicas, most }: Contender): string | undefined {
  const { name, maxReplicas, capacity } = candidate;
  const quoted = JSON.stringify(name);
  if (exclusion !== undefined) return `${quoted} may get none, ${exclusion}`;
  if (replicas >= capacity) return `capacity of ${quoted} is ${capacity}`;
  if (replicas >= maxReplicas) return `maxReplicas of ${quoted} is ${maxReplicas}`;
  return weight === 0 && replicas >= most ? `weight of ${quoted} is 0` : undefined;
}

function roomByDomain(contenders: readonly Contender[]): string {
  const domains = new Map<string, Contender[]>();
  for (const contender of contenders) {
    const { domain } = contender;
    if (domain !== undefined) domains.set(domain, [...(domains.get(domain) ?? []), contender]);
  }
  if (domains.size === 0) return "no cluster has that key";
  const names = [...domains.keys()].sort();
  const rooms = names.map((name) => {
    const members = domains.get(name) ?? [];
    return `${JSON.stringify(name)} can take from ${sumOf(members, "least")} to ${sumOf(members, "most")}`;
  });
  return listed(rooms);
}
